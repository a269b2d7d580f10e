import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.model.load import Loaded, load
from metamodel.model.reader import Reader
from tests.metamodel.shop import CUSTOMER, ORDER, shop

BASE = json.dumps(shop(), indent=2)
KEYS = '{"name": "count", "name": "count"}'
SPLICES = [
    ('"Revenue"', '"Turnover"'),
    ('"column": "price"', '"column": "net_price"'),
    ('"column": "price"', '"column": 7'),
    ('"name": "average"', '"name": "mean"'),
    ('"title": "Order"', '"title": "Order", "title": "Twice"'),
    ('"title": "Order"', '"title": "Order", "x-ours": [1]'),
    ('"title": "Order"', '"title": "Order"}, {"id": "ent_b"'),
    ('"description": "Order of the shop."', '"description": "Order\\n of  the shop. "'),
    ('"name": "shop"', '"name": "store"'),
    ('"from": "customer_id"', '"from": "product_id"'),
    ('"entities": [', '"entities": [ '),
    ('"cube": "orders"', '"cube": "sales"'),
    ("}", ""),
    ("{", "{ "),
]


def seen(loaded: Loaded) -> tuple[Any, ...]:
    return loaded.text, loaded.model, loaded.faults, loaded.path


@given(st.lists(st.tuples(st.sampled_from(SPLICES), st.booleans(), st.integers(0, 3)), max_size=6))
def test_a_reader_gives_what_reading_everything_gives(
    edits: list[tuple[tuple[str, str], bool, int]],
) -> None:
    reader, text = Reader(), BASE
    reader.read(text)
    for pair, back, nth in edits:
        old, new = reversed(pair) if back else pair
        parts = text.split(old) if old else [text]
        if len(parts) > nth + 1:
            text = old.join(parts[: nth + 1]) + new + old.join(parts[nth + 1 :])
        assert seen(reader.read(text)) == seen(load(text))


@given(st.integers(0, len(BASE)), st.integers(0, 30), st.text(alphabet='{}[]",: ax1', max_size=6))
def test_any_cut_and_paste_is_read_as_if_for_the_first_time(at: int, cut: int, new: str) -> None:
    reader = Reader()
    reader.read(BASE)
    text = BASE[:at] + new + BASE[at + cut :]
    assert seen(reader.read(text)) == seen(load(text))
    assert seen(reader.read(BASE)) == seen(load(BASE))


def test_the_other_entities_stay_the_same_objects() -> None:
    reader = Reader()
    before = reader.read(BASE).require()
    after = reader.read(BASE.replace('"Revenue"', '"Turnover"')).require()

    assert after.entities[CUSTOMER] is before.entities[CUSTOMER]
    assert after.relations is before.relations
    assert after.entities[ORDER] != before.entities[ORDER]
    assert after.entity("order") is after.entities[ORDER]


def test_the_same_text_is_the_same_document() -> None:
    reader = Reader()
    assert reader.read(BASE) is reader.read(BASE)


@pytest.mark.parametrize("broken", ["", "{", BASE.replace('"type": "count"', '"type": 1')])
def test_after_a_broken_text_the_good_one_is_read_again(broken: str) -> None:
    reader = Reader()
    good = reader.read(BASE)
    assert reader.read(broken).model is None
    assert reader.read(BASE) is good


def test_a_reader_knows_one_file() -> None:
    reader = Reader()
    reader.read(BASE, "a.json")
    assert reader.read(BASE.replace("Revenue", "Turnover"), "b.json").path == "b.json"
