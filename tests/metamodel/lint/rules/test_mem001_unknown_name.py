from typing import Any

import pytest

from tests.metamodel.shop import COUNTRY, ORDER, places

COUNT = f"/entities/{ORDER}/measures/0/drillMembers"
LEVELS = f"/entities/{ORDER}/hierarchies"
STAGE = {"name": "stage", "type": "sum", "multiStage": True, "expression": "{revenue}"}


def staged(**more: Any) -> dict[str, Any]:
    return {f"/entities/{ORDER}/measures/-": STAGE | more}


def test_own_and_joined_members_are_right() -> None:
    assert places("MEM001", {COUNT: ["id", "customer.name", "product.count"]}) == []
    assert places("MEM001", {LEVELS: [{"name": "where", "levels": ["customer.name"]}]}) == []


@pytest.mark.parametrize("name", ["nothing", "nobody.name", "open", "customer.nothing"])
def test_drilling_leads_to_members_that_exist(name: str) -> None:
    assert places("MEM001", {COUNT: ["id", name]}) == [f"{COUNT}/1"]


def test_what_cannot_be_joined_is_out_of_reach() -> None:
    place = f"/entities/{COUNTRY}/measures/0/drillMembers"
    assert places("MEM001", {place: ["order.status"]}) == [f"{place}/0"]


def test_levels_are_dimensions() -> None:
    found = places("MEM001", {LEVELS: [{"name": "where", "levels": ["status", "revenue"]}]})
    assert found == [f"{LEVELS}/0/levels/1"]


def test_stages_name_dimensions_times_and_switches() -> None:
    place = f"/entities/{ORDER}/measures/5"
    assert places("MEM001", staged(groupBy=["status"], reduceBy=["count"])) == [
        f"{place}/reduceBy/0"
    ]
    assert places("MEM001", staged(grain={"keepOnly": ["nothing"]})) == [
        f"{place}/grain/keepOnly/0"
    ]
    shift = {"dimension": "status", "interval": "1 year", "direction": "prior"}
    assert places("MEM001", staged(timeShifts=[shift])) == [f"{place}/timeShifts/0/dimension"]
    case = {"on": "status", "when": [{"value": "a", "expression": "{revenue}"}]}
    assert places("MEM001", staged(case=case)) == [f"{place}/case/on"]


def test_there_is_no_dimension_of_json() -> None:
    edits = {f"/entities/{ORDER}/attributes/4/type": "json", COUNT: ["status"]}
    assert places("MEM001", edits) == [f"{COUNT}/0"]
