from tests.metamodel.shop import ORDER, places

ROLLUP = f"/entities/{ORDER}/preAggregations/0"

WINDOW = {"every": "1 hour", "incremental": True, "updateWindow": "7 day"}


def test_a_window_says_how_far_back() -> None:
    assert places("PRE008", {f"{ROLLUP}/refresh": WINDOW}) == []
    assert places("PRE008", {f"{ROLLUP}/refresh": {"every": "1 hour"}}) == []


def test_without_one_only_the_last_partition_is_refreshed() -> None:
    bare = {"every": "1 hour", "incremental": True}
    assert places("PRE008", {f"{ROLLUP}/refresh": bare}) == [f"{ROLLUP}/refresh"]
