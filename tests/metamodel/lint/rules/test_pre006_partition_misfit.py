from tests.metamodel.shop import GONE, ORDER, places

ROLLUP = f"/entities/{ORDER}/preAggregations/0"


def test_months_of_days_are_right() -> None:
    assert places("PRE006") == []
    assert places("PRE006", {f"{ROLLUP}/partition": "day"}) == []


def test_partitions_finer_than_their_times_are_refused() -> None:
    assert places("PRE006", {f"{ROLLUP}/partition": "hour"}) == [f"{ROLLUP}/partition"]


def test_partitions_without_a_time_are_refused() -> None:
    assert places("PRE006", {f"{ROLLUP}/time": GONE}) == [f"{ROLLUP}/partition"]


def test_no_partitions_need_no_time() -> None:
    assert places("PRE006", {f"{ROLLUP}/time": GONE, f"{ROLLUP}/partition": GONE}) == []


def test_what_has_one_part_is_not_refreshed_in_part() -> None:
    window = {"every": "1 hour", "incremental": True, "updateWindow": "7 day"}
    edits = {f"{ROLLUP}/refresh": window}
    assert places("PRE006", edits) == []
    assert places("PRE006", {**edits, f"{ROLLUP}/partition": GONE}) == [
        f"{ROLLUP}/refresh/incremental"
    ]
