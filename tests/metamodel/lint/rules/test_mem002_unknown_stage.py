from typing import Any

from tests.metamodel.shop import COUNTRY, ORDER, places

SWITCH = {"name": "currency", "type": "switch", "values": ["EUR", "USD"]}
MEASURE = f"/entities/{ORDER}/measures/5"


def staged(**more: Any) -> dict[str, Any]:
    stage = {"name": "stage", "type": "number", "multiStage": True, **more}
    return {f"/entities/{ORDER}/computed/-": SWITCH, f"/entities/{ORDER}/measures/-": stage}


def switched(value: str) -> dict[str, Any]:
    return staged(case={"on": "currency", "when": [{"value": value, "expression": "{revenue}"}]})


def test_a_value_of_the_switch_is_right() -> None:
    assert places("MEM002", switched("EUR")) == []


def test_a_value_it_does_not_have_is_refused() -> None:
    assert places("MEM002", switched("GBP")) == [f"{MEASURE}/case/when/0/value"]


def test_a_shift_is_one_of_a_calendars() -> None:
    edits = staged(expression="{revenue}", timeShifts=[{"name": "same_day"}])
    assert places("MEM002", edits) == [f"{MEASURE}/timeShifts/0/name"]
    named = [{"name": "same_day", "expression": "{CUBE}.same_day"}]
    calendar = {
        f"/entities/{COUNTRY}/calendar": True,
        f"/entities/{COUNTRY}/attributes/2/timeShifts": named,
    }
    assert places("MEM002", edits | calendar) == []


def test_filters_of_stages_name_cubes_and_their_members() -> None:
    def filtered(member: str) -> dict[str, Any]:
        one = {"member": member, "operator": "set"}
        return staged(expression="{revenue}", filter={"include": [one]})

    assert places("MEM002", filtered("orders.status")) == []
    assert places("MEM002", filtered("order.status")) == [f"{MEASURE}/filter/include/0"]
