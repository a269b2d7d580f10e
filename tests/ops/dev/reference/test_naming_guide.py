from metamodel.naming.derive import Surface
from metamodel.naming.dictionary import load_dictionary
from ops.dev.reference.naming_guide import AREAS, guides
from tests.metamodel.naming.given import RULES


def guide() -> str:
    return guides()["NAMING_GUIDE.md"]


def test_every_surface_shows_an_entity_and_a_member() -> None:
    for surface in Surface:
        assert f"| {surface.value} | `" in guide()
    assert "| cube | `orders` | `orders.total_price` |" in guide()


def test_every_rule_has_a_heading_its_words_and_its_fix() -> None:
    for code, rule in RULES.items():
        assert f"\n#### {code} {rule.__name__}\n" in guide()
    assert "Severity `error`, on. SAFE fix. Every link to it" in guide()
    assert {code[:3] for code in RULES} == set(AREAS)


def test_every_fixed_name_is_there_with_its_decision() -> None:
    for item in load_dictionary().fixed:
        assert all(f"`{name}`" in guide() for name in item.names)
        assert f"(decisions/{item.decision}.md)" in guide()


def test_words_abbreviations_and_synonyms_are_tables() -> None:
    assert "| `rollup` | A pre-aggregation as Cube builds it. |" in guide()
    assert "| `dlq` | dead letters of a topic |" in guide()
    assert "| `qty` | `quantity` |" in guide()
    assert "There are none." in guide()  # aliases
