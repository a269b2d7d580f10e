from typing import Any

from tests.metamodel.shop import CUSTOMER, places

NAME = f"/entities/{CUSTOMER}/attributes/1"
OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}


def personal(**more: Any) -> dict[str, Any]:
    return {f"{NAME}/classification": "pii", **more}


def test_internal_values_may_be_seen() -> None:
    assert places("RLS005", {f"{NAME}/classification": "internal"}) == []


def test_personal_ones_are_not_for_every_tenants_people() -> None:
    assert places("RLS005", personal()) == [f"{NAME}/classification"]
    assert places("RLS005", personal(**{f"{NAME}/public": False})) == []


def test_policies_decide_where_there_are_any() -> None:
    def stated(**more: Any) -> dict[str, Any]:
        policy = {"groups": ["analyst"], "filters": [OWN], **more}
        admin = {"groups": ["admin"], "allRows": True}
        return personal(**{f"/entities/{CUSTOMER}/access": [policy, admin]})

    assert places("RLS005", stated()) == [f"{NAME}/classification"]
    assert places("RLS005", stated(excludes=["name"])) == []
    assert places("RLS005", stated(includes=["id"])) == []
