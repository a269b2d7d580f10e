import pytest

from tests.metamodel.shop import COUNTRY, ORDER, places

ROLLUP = f"/entities/{ORDER}/preAggregations/0"


def test_members_of_the_right_kind_are_right() -> None:
    edits = {f"{ROLLUP}/segments": ["open"], f"{ROLLUP}/dimensions/-": "product.name"}
    assert places("PRE005", edits) == []


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("measures", "status"),
        ("measures", "nothing"),
        ("measures", "product.count"),
        ("dimensions", "revenue"),
        ("dimensions", "nowhere.name"),
        ("segments", "status"),
    ],
)
def test_members_of_no_or_another_kind_are_refused(key: str, name: str) -> None:
    assert places("PRE005", {f"{ROLLUP}/{key}": [name]}) == [f"{ROLLUP}/{key}/0"]


def test_the_time_has_to_be_a_time() -> None:
    place = f"{ROLLUP}/time/dimension"
    assert places("PRE005", {place: "status"}) == [place]


def test_a_dimension_out_of_reach_is_refused() -> None:
    rollup = {"name": "all", "dimensions": ["product.name"]}
    edits = {f"/entities/{COUNTRY}/preAggregations": [rollup]}
    assert places("PRE005", edits) == [f"/entities/{COUNTRY}/preAggregations/0/dimensions/0"]


def test_a_rollup_of_nothing_is_refused() -> None:
    assert places("PRE005", {f"{ROLLUP}/measures": [], f"{ROLLUP}/dimensions": []}) == [ROLLUP]


def test_an_index_is_over_what_the_rollup_holds() -> None:
    index = {"name": "ix", "columns": ["status", "price"]}
    place = f"{ROLLUP}/indexes/0/columns/1"
    assert places("PRE005", {f"{ROLLUP}/indexes": [index]}) == [place]
