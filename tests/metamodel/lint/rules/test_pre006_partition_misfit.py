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
