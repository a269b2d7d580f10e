import pytest

from tests.metamodel.shop import ORDER, places


def test_other_texts_are_right() -> None:
    assert places("TXT001", {"/title": "Fr. Q & A {x} 100 %"}) == []


@pytest.mark.parametrize("text", ["f", "F", "fr", "FR", "rF"])
def test_prefixes_of_f_strings_are_refused(text: str) -> None:
    assert places("TXT001", {"/title": text}) == ["/title"]


def test_filter_values_are_texts_too() -> None:
    policy = {
        "groups": ["admin"],
        "filters": [{"member": "status", "operator": "equals", "values": ["O", "F"]}],
    }
    found = places("TXT001", {f"/entities/{ORDER}/access": [policy]})
    assert found == [f"/entities/{ORDER}/access/0/filters/0/values/1"]


def test_columns_stand_inside_of_longer_texts() -> None:
    assert places("TXT001", {f"/entities/{ORDER}/attributes/4/column": "f"}) == []


def test_values_of_an_enum_do_not_reach_cube() -> None:
    values = {f"/entities/{ORDER}/attributes/0/enum": [{"value": "M"}, {"value": "F"}]}
    assert places("TXT001", values) == []
