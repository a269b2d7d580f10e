from metamodel.modelgen.closure import Index
from metamodel.modelgen.probes import PLANNED_ONLY, missed_rollups, probe_queries
from tests.metamodel.modelgen.shop_model import planned
from tests.metamodel.shop import CUSTOMER


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


def test_what_looks_beyond_a_row_is_planned_and_not_run() -> None:
    seen = {"name": "seen", "type": "number", "expression": "{order.count}", "subQuery": True}
    more = {"name": "has_orders", "type": "boolean", "expression": "{seen} > 0"}
    probes = probe_queries(Index.of(planned({f"/entities/{CUSTOMER}/computed": [seen, more]})))
    assert "customers.has_orders" not in probes["customers"]["dimensions"]
    assert "customers.name" in probes["customers"]["dimensions"]
    assert {"customers.seen", "customers.has_orders", "customers.name"} <= {
        *probes[f"customers{PLANNED_ONLY}"]["dimensions"]
    }
    assert f"orders{PLANNED_ONLY}" not in probes
