"""Whatever is edited, a generation that remembers gives what one that begins anew gives."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metamodel.kernel.errors import RampartError
from metamodel.kernel.memory import Memory
from metamodel.model.load import load
from metamodel.model.reader import Reader
from metamodel.modelgen.generate import generate
from metamodel.modelgen.generated import GeneratedModel
from tests.metamodel.modelgen.shop_model import ENGINE, TEMPLATES
from tests.metamodel.shop import COUNTRY, CUSTOMER, ORDER, PRODUCT, put_at, shop

SINK = Path(__file__).parents[2] / "metamodel" / "documents" / "kitchen_sink.json"
ORDERS, ROLLUP = f"/entities/{ORDER}", f"/entities/{ORDER}/preAggregations/0"
BACK = {"id": "rel_back", "from": "order", "to": "country", "cardinality": "many_to_one"}
ROLE = {**BACK, "id": "rel_home", "role": "home", "on": [{"from": "customer_id", "to": "id"}]}
EDITS: list[tuple[str, Any]] = [
    (f"{ORDERS}/title", "Orders"),
    (f"{ORDERS}/measures/1/expression", "{price} * 2"),
    (f"{ORDERS}/attributes/4/column", "state"),
    (f"{ORDERS}/cube", "sales"),
    (f"{ORDERS}/source/table", "shop.all_orders"),
    (f"{ORDERS}/computed/0/expression", "{product.name} = ''"),
    (f"{ORDERS}/computed/0/expression", "{country.name} = ''"),
    (f"{ORDERS}/computed/0/expression", "{nobody.name} = ''"),
    (f"{ROLLUP}/dimensions", ["tenant_id", "product.name"]),
    (f"{ROLLUP}/dimensions", ["tenant_id", "customer.name"]),
    (f"{ROLLUP}/partition", "year"),
    (f"/entities/{PRODUCT}/attributes/0/column", "key"),
    (f"/entities/{PRODUCT}/attributes/1/column", "label"),
    (f"/entities/{PRODUCT}/name", "article"),
    (f"/entities/{CUSTOMER}/preAggregations", [{"name": "by_country", "measures": ["count"]}]),
    (f"/entities/{COUNTRY}/title", "Land"),
    (f"/entities/{COUNTRY}/cube", "lands"),
    ("/relations/2/on/0/from", "customer_id"),
    ("/relations/-", ROLE),
    ("/defaults/extent/end", "2027-12-31"),
    ("/defaults/tenancy/claim", "client"),
    ("/name", "store"),
]
OVERLAY = {"orders.yml": "measures:\n  - name: revenue\n    title: Laid over\n"}


def outcome(text: str, overlays: dict[str, str], memory: Memory, reader: Reader) -> Any:
    """What a generation gives, or how it refuses."""
    loaded = reader.read(text)
    if loaded.model is None:
        return loaded.faults
    try:
        return generate(
            loaded.model, templates=TEMPLATES, overlays=overlays, engine=ENGINE, memory=memory
        )
    except RampartError as refused:
        return type(refused), refused.args


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(EDITS) - 1), st.booleans()), max_size=8))
def test_remembering_changes_nothing(steps: list[tuple[int, bool]]) -> None:
    reader, memory, document = Reader(), Memory(), shop()
    for at, overlaid in steps:
        put_at(document, *EDITS[at])
        text, overlays = json.dumps(document, indent=1), OVERLAY if overlaid else {}
        assert outcome(text, overlays, memory, reader) == outcome(
            text, overlays, Memory(), Reader()
        )


@pytest.mark.parametrize("word", ["title", "description", "sql", "expression", "name"])
def test_remembering_changes_nothing_of_a_document_with_every_key(word: str) -> None:
    reader, memory, text = Reader(), Memory(), SINK.read_text(encoding="utf-8")
    outcome(text, {}, memory, reader)
    for line in [line for line in text.splitlines() if f'"{word}": "' in line][::7]:
        edited = text.replace(line, line.replace(f'"{word}": "', f'"{word}": "a'), 1)
        assert outcome(edited, {}, memory, reader) == outcome(edited, {}, Memory(), Reader())


def test_what_did_not_change_stays_the_same_text() -> None:
    reader, memory = Reader(), Memory()
    before = made(reader, memory, shop())
    after = made(reader, memory, shop({f"{ORDERS}/title": "Orders"}))

    changed = [path for path, text in after.files.items() if text is not before.files[path]]
    assert changed == ["cubes/orders.yml"]
    assert after.version != before.version
    assert after.rollups == before.rollups


def made(reader: Reader, memory: Memory, document: dict[str, Any]) -> GeneratedModel:
    model = reader.read(json.dumps(document)).require()
    assert load(json.dumps(document)).model == model
    return generate(model, templates=TEMPLATES, overlays={}, engine=ENGINE, memory=memory)
