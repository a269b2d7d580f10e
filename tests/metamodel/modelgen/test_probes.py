from metamodel.modelgen.closure import Index
from metamodel.modelgen.probes import missed_rollups, probe_queries
from tests.metamodel.modelgen.shop_model import planned


def test_every_cube_and_every_rollup_has_a_probe() -> None:
    probes = probe_queries(Index.of(planned({"/relations/0/role": "home_country"})))
    assert set(probes) == {
        "countries",
        "products",
        "customers",
        "orders",
        "orders.by_day",
        "home_country",
    }
    assert "home_country.count" in probes["home_country"]["measures"]


def test_a_rollups_probe_asks_for_all_it_holds_in_its_extent() -> None:
    assert probe_queries(Index.of(planned()))["orders.by_day"] == {
        "measures": ["orders.count", "orders.revenue"],
        "dimensions": ["orders.status", "orders.tenant_id"],
        "segments": [],
        "timezone": "UTC",
        "timeDimensions": [
            {
                "dimension": "orders.placed_on",
                "granularity": "day",
                "dateRange": ["2024-01-01", "2026-12-31"],
            }
        ],
    }


def test_a_rollup_planned_without_itself_is_missed() -> None:
    probes = ["orders", "orders.by_day", "orders.other"]
    used = {"orders": [], "orders.by_day": ["orders.by_day"], "orders.other": ["orders.by_day"]}
    assert missed_rollups(probes, used) == ("orders.other",)
    assert missed_rollups(probes, {}) == ("orders.by_day", "orders.other")
