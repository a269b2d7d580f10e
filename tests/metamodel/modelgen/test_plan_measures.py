from typing import Any

from metamodel.modelgen.block import emitted
from tests.golden.kitchen_sink import kitchen_plan


def measure(name: str) -> dict[str, Any]:
    found = next(item for item in kitchen_plan().cube("orders").measures if item.name == name)
    return dict(emitted(found))


def test_a_fixed_window_needs_no_type_and_others_do() -> None:
    week = {"trailing": "7 day", "leading": "1 day", "offset": "start"}
    assert measure("week_total")["rolling_window"] == week
    assert measure("this_year")["rolling_window"] == {"type": "to_date", "granularity": "year"}


def test_drilling_leads_to_own_members_by_name_and_to_others_by_path() -> None:
    assert measure("count")["drill_members"] == ["id", "status", "users.city"]


def test_calculations_over_figures_say_so_and_keep_their_parts() -> None:
    assert measure("place_in_line") == {
        "name": "place_in_line",
        "type": "rank",
        "multi_stage": True,
        "reduce_by": ["status"],
        "order_by": [{"sql": "{CUBE.total}", "dir": "asc"}],
    }
    assert measure("last_year")["time_shift"] == [
        {"time_dimension": "created_at", "type": "prior", "interval": "1 year"}
    ]
