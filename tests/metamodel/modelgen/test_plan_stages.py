from typing import Any

from metamodel.modelgen.block import emitted
from tests.golden.kitchen_sink import kitchen_plan


def measure(name: str) -> dict[str, Any]:
    found = next(item for item in kitchen_plan().cube("orders").measures if item.name == name)
    return dict(emitted(found))


def test_a_grain_keeps_or_leaves_dimensions() -> None:
    assert measure("by_status")["grain"] == {"keep_only": ["status"], "include": ["id"]}
    assert measure("but_status")["grain"] == {"exclude": ["status"]}


def test_a_stages_filter_says_how_it_meets_the_querys() -> None:
    found = measure("all_status")["filter"]
    assert (found["mode"], found["exclude"]) == ("relative", ["status"])
    assert found["include"][0] == {
        "member": "orders.status",
        "operator": "equals",
        "values": ["done"],
    }
    assert measure("kept_status")["filter"] == {"keep_only": ["status"]}


def test_a_shift_is_by_interval_or_by_the_name_a_calendar_gives_it() -> None:
    assert measure("six_weeks_ago")["time_shift"] == [{"name": "six_weeks"}]


def test_a_switch_takes_an_expression_for_each_value() -> None:
    assert measure("switched")["case"] == {
        "when": [{"value": "EUR", "sql": "{CUBE.total}"}],
        "switch": "{CUBE.currency}",
        "else": {"sql": "{CUBE.count}"},
    }
