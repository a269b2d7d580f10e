from tests.metamodel.shop import ORDER, places

REFRESH = f"/entities/{ORDER}/preAggregations/0/refresh"
KEY = f"/entities/{ORDER}/refreshKey"


def test_known_zones_are_right() -> None:
    for zone in ("UTC", "Europe/Berlin"):
        assert places("TIM003", {REFRESH: {"every": "0 5 * * *", "timezone": zone}}) == []


def test_unknown_ones_are_refused() -> None:
    schedule = {"every": "0 5 * * *", "timezone": "Europe/Bonn"}
    assert places("TIM003", {REFRESH: schedule}) == [f"{REFRESH}/timezone"]
    assert places("TIM003", {KEY: schedule}) == [f"{KEY}/timezone"]
