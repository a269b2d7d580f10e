import json

import pytest

from metamodel.model.load import DocumentRefused, has_doubled_keys, load
from tests.metamodel.shop import GONE, ORDER, loaded, shop


def test_a_right_document_is_a_model_with_positions() -> None:
    found = loaded()
    assert found.faults == ()
    assert found.require().name == "shop"
    assert found.positions["/specVersion"].line == 2


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,]", "3", '{"a": NaN}', '{"a": "\\ud800"}', "[" * 100_000, "\ufeff{}", "[]"],
)
def test_a_text_that_is_no_document_has_one_fault_and_raises_nothing(text: str) -> None:
    found = load(text, "x.json")
    assert found.model is None
    assert [item.code for item in found.faults] == ["SCH001"]
    assert found.faults[0].line >= 1


def test_broken_json_is_shown_where_it_breaks() -> None:
    fault = load('{\n  "a": 1,\n}').faults[0]
    assert fault.line in {2, 3}
    assert "not JSON" in fault.message


def test_all_schema_faults_are_found_at_once_with_their_places() -> None:
    faults = loaded(
        {
            "/specVersion": 1,
            "/entities/0/tenancy": GONE,
            "/entities/1/tenacy": {"mode": "shared"},
            "/entities/3/attributes/4/type": "varchar",
        }
    ).faults
    assert [item.pointer for item in faults] == [
        "/specVersion",
        "/entities/0/tenancy",
        "/entities/1/tenacy",
        "/entities/3/attributes/4/type",
    ]
    assert [item.line for item in faults] == sorted(item.line for item in faults)


def test_a_misspelt_key_is_answered_with_the_likely_one() -> None:
    fault = loaded({"/entities/1/tenacy": 1}).faults[0]
    assert fault.cure.startswith("Did you mean `tenancy`?")


def test_a_key_that_comes_twice_is_refused_with_its_place() -> None:
    text = json.dumps(shop()).replace('"name": "shop"', '"name": "shop", "name": "store"', 1)
    found = load(text)
    assert found.model is None
    assert [item.pointer for item in found.faults] == ["/name"]


def test_asking_for_the_model_of_a_faulty_document_raises_all_faults() -> None:
    with pytest.raises(DocumentRefused) as refused:
        loaded({"/name": 1, "/title": 2}).require()
    assert len(refused.value.findings) == 2
    assert "SCH001" in str(refused.value)


def test_keys_of_somebody_elses_are_passed_over_at_any_depth() -> None:
    extended = shop({"/x-team": "sales", f"/entities/{ORDER}/measures/1/x-unit": {"any": [1]}})
    assert load(json.dumps(extended)).require() == load(json.dumps(shop())).require()


def test_a_text_without_end_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("metamodel.model.load.MOST_CHARACTERS", 10)
    (fault,) = load(json.dumps(shop())).faults
    assert "more than 10" in fault.message


@pytest.mark.parametrize(
    "value", ["1", "1.0", "1e5", "-0", '"\\u00e9"', '"a\\/b"', "12345678901234567890123"]
)
def test_doubled_keys_are_found_whatever_stands_beside_them(value: str) -> None:
    assert has_doubled_keys(f'{{"a": {value}, "b": [{{"c": 1, "c": 1}}]}}')
    assert has_doubled_keys(f'{{"a": {value}, "a": {value}}}')
    assert not has_doubled_keys(f'{{"a": {value}, "b": [{{"c": 1}}, {{"c": 1}}]}}')


@pytest.mark.parametrize("text", ["NaN", "[Infinity]", "{", "[1,]", "[" * 100_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        has_doubled_keys(text)
