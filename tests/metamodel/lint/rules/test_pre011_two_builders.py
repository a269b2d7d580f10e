from tests.metamodel.shop import ORDER, places

ROLLUP = f"/entities/{ORDER}/preAggregations/0"


def test_events_alone_build_it() -> None:
    assert places("PRE011", {f"{ROLLUP}/scheduledRefresh": False}) == []


def test_a_schedule_beside_them_is_found() -> None:
    place = f"{ROLLUP}/scheduledRefresh"
    assert places("PRE011", {place: True}) == [place]
