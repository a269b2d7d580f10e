from typing import Any

from tests.metamodel.shop import ORDER, places

ACCESS = f"/entities/{ORDER}/access"


def filtered(member: str, operator: str, *, inside: bool = False) -> dict[str, Any]:
    one = {"member": member, "operator": operator, "values": ["2024-12-31"]}
    tested = {"or": [one]} if inside else one
    return {ACCESS: [{"groups": ["admin"], "filters": [tested]}]}


def test_dates_are_compared_with_days() -> None:
    assert places("TIM005", filtered("placed_on", "beforeOrOnDate")) == []
    assert places("TIM005", filtered("updated_at", "beforeDate")) == []


def test_moments_are_not() -> None:
    for operator in ("beforeOrOnDate", "afterDate", "equals"):
        found = places("TIM005", filtered("updated_at", operator))
        assert found == [f"{ACCESS}/0/filters/0"]


def test_conditions_inside_of_others_count_too() -> None:
    found = places("TIM005", filtered("updated_at", "afterDate", inside=True))
    assert found == [f"{ACCESS}/0/filters/0/or/0"]


def test_default_filters_of_views_too() -> None:
    one = {"member": "updated_at", "operator": "afterDate", "values": ["2024-12-31"]}
    view = {"name": "desk", "cubes": [{"path": "order"}], "defaultFilters": [{"filter": one}]}
    assert places("TIM005", {"/views": [view]}) == ["/views/0/defaultFilters/0/filter"]
