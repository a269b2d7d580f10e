from typing import Any

from tests.metamodel.shop import COUNTRY, ORDER, places

ACCESS = f"/entities/{ORDER}/access"
OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}


def policies(*groups: str, **more: Any) -> dict[str, Any]:
    return {ACCESS: [{"groups": list(groups), **more}]}


def test_a_policy_with_the_tenancy_filter_is_right() -> None:
    assert places("RLS002", policies("analyst", filters=[OWN])) == []


def test_admins_may_see_all() -> None:
    assert places("RLS002", policies("admin", allRows=True)) == []


def test_all_rows_for_others_are_refused() -> None:
    assert places("RLS002", policies("analyst", allRows=True)) == [f"{ACCESS}/0"]
    assert places("RLS002", policies("admin", "analyst", allRows=True)) == [f"{ACCESS}/0"]


def test_another_filter_alone_is_refused() -> None:
    for change in ({"member": "status"}, {"operator": "notEquals"}, {"claim": "region"}):
        assert places("RLS002", policies("analyst", filters=[OWN | change])) == [f"{ACCESS}/0"]


def test_a_fixed_tenant_is_no_filter_by_the_callers() -> None:
    fixed = {"member": "tenant_id", "operator": "equals", "values": ["EUROPE"]}
    assert places("RLS002", policies("analyst", filters=[fixed])) == [f"{ACCESS}/0"]


def test_shared_entities_may_show_all() -> None:
    policy = {"groups": ["analyst"], "allRows": True}
    assert places("RLS002", {f"/entities/{COUNTRY}/access": [policy]}) == []


def test_nobody_is_admin_and_tenant_and_nobody_is_everybody() -> None:
    groups = "/defaults/tenancy/adminGroups"
    assert places("RLS002", {groups: ["admin", "analyst"]}) == [f"{groups}/1"]
    assert places("RLS002", {groups: ["*"]}) == [f"{groups}/0"]
