import pytest

from tests.metamodel.shop import ORDER, places

ROLLUP = f"/entities/{ORDER}/preAggregations/0"


def test_sums_and_counts_are_right() -> None:
    assert places("PRE004") == []


def test_a_distinct_count_is_refused() -> None:
    assert places("PRE004", {f"{ROLLUP}/measures/-": "customers"}) == [f"{ROLLUP}/measures/2"]


def test_a_number_is_right_when_all_its_parts_are_there() -> None:
    assert places("PRE004", {f"{ROLLUP}/measures/-": "average"}) == []


@pytest.mark.parametrize("present", [["count", "average"], ["average", "revenue"]])
def test_a_number_without_a_part_is_refused(present: list[str]) -> None:
    place = f"{ROLLUP}/measures/{present.index('average')}"
    assert places("PRE004", {f"{ROLLUP}/measures": present}) == [place]


def test_a_number_without_any_part_is_refused() -> None:
    measure = {"name": "now", "type": "number", "expression": "COUNT(DISTINCT 1)"}
    edits = {f"/entities/{ORDER}/measures/-": measure, f"{ROLLUP}/measures/-": "now"}
    assert places("PRE004", edits) == [f"{ROLLUP}/measures/2"]


def test_a_number_made_of_itself_is_refused_and_ends() -> None:
    measure = {"name": "now", "type": "number", "expression": "{now}"}
    edits = {f"/entities/{ORDER}/measures/-": measure, f"{ROLLUP}/measures/-": "now"}
    assert places("PRE004", edits) == [f"{ROLLUP}/measures/2"]
