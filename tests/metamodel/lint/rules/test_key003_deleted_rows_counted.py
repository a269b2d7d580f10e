from typing import Any

from tests.metamodel.shop import CUSTOMER, places

PLACE = f"/entities/{CUSTOMER}"
GONE_AT = {"name": "gone_at", "column": "gone_at", "type": "timestamptz"}
MARKED: dict[str, Any] = {
    f"{PLACE}/attributes/-": GONE_AT,
    f"{PLACE}/softDelete": {"attribute": "gone_at", "mode": "timestamp"},
}
FILTERS = f"{PLACE}/measures/0/filters"


def test_a_measure_that_leaves_them_out_is_right() -> None:
    assert places("KEY003", {**MARKED, FILTERS: ["{gone_at} IS NULL"]}) == []


def test_one_that_does_not_is_found() -> None:
    assert places("KEY003", MARKED) == [f"{PLACE}/measures/0"]


def test_measures_made_of_others_need_no_filter() -> None:
    twice = {"name": "twice", "type": "number", "expression": "2 * {count}"}
    edits = {**MARKED, FILTERS: ["{gone_at} IS NULL"], f"{PLACE}/measures/-": twice}
    assert places("KEY003", edits) == []
