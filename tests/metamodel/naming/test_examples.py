import pytest

from metamodel.naming.examples import bad_examples, good_examples
from metamodel.naming.names import CollectedName, NameKind
from metamodel.naming.rule import NamingRule
from metamodel.naming.rules.nmk004_unfit_avro_name import UnfitAvroName
from tests.metamodel.naming.given import RULES, given, judged

BAD = [(code, name) for code, rule in RULES.items() for name in bad_examples(rule)]
GOOD = [(code, name) for code, rule in RULES.items() for name in good_examples(rule)]


@pytest.mark.parametrize(("code", "name"), BAD, ids=str)
def test_every_bad_example_of_a_docstring_is_found(code: str, name: CollectedName) -> None:
    assert judged(code, name) or list(RULES[code]().judge(name, given(name)))


@pytest.mark.parametrize(("code", "name"), GOOD, ids=str)
def test_every_good_example_passes(code: str, name: CollectedName) -> None:
    assert judged(code, name) == []
    assert [*RULES[code]().judge(name, given(name))] == [] or given(name).is_allowed(
        name.kind, name.text
    )


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_every_rule_has_examples_of_both_kinds(rule: type[NamingRule]) -> None:
    assert bad_examples(rule)
    assert good_examples(rule)


def test_an_example_says_its_kind_and_its_facts() -> None:
    (first, *_) = [item for item in bad_examples(UnfitAvroName) if item.text == "Phase"]
    assert first.kind is NameKind.AVRO_ENUM
    assert first.facts == {"symbols": "UNKNOWN mutated", "default": "UNKNOWN"}
