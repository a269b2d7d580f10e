from typing import Any

from tests.metamodel.shop import ORDER, places

ACCESS = f"/entities/{ORDER}/access"
OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}


def stated(**more: Any) -> dict[str, Any]:
    return {ACCESS: [{"groups": ["analyst"], "filters": [OWN], **more}]}


def test_members_that_exist_are_right() -> None:
    assert places("RLS009", stated(excludes=["price"], masking={"includes": ["price"]})) == []


def test_others_are_refused_where_they_stand() -> None:
    assert places("RLS009", stated(excludes=["prize"])) == [f"{ACCESS}/0/excludes/0"]
    assert places("RLS009", stated(includes=["id", "x"])) == [f"{ACCESS}/0/includes/1"]
    found = places("RLS009", stated(masking={"excludes": ["x"]}))
    assert found == [f"{ACCESS}/0/masking/excludes/0"]


def test_rows_are_filtered_by_dimensions() -> None:
    inner = {"or": [{"member": "revenue", "operator": "gt", "values": ["1"]}]}
    assert places("RLS009", stated(filters=[OWN, inner])) == [f"{ACCESS}/0/filters/1"]


def test_views_have_members_under_names_of_their_own() -> None:
    def seen(name: str) -> dict[str, Any]:
        cube = {"path": "order", "members": [{"name": "status", "alias": "state"}]}
        policy = {"groups": ["analyst"], "allRows": True, "includes": [name]}
        return {"/views": [{"name": "desk", "cubes": [cube], "access": [policy]}]}

    assert places("RLS009", seen("state")) == []
    assert places("RLS009", seen("status")) == ["/views/0/access/0/includes/0"]
