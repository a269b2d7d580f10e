from typing import Any

from tests.metamodel.shop import ORDER, places

OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}
HIDDEN = {
    f"/entities/{ORDER}/access": [
        {"groups": ["analyst"], "filters": [OWN], "excludes": ["price"]},
        {"groups": ["admin"], "allRows": True},
    ]
}


def desk(*names: str, **policy: Any) -> dict[str, Any]:
    cube = {"path": "order", "members": [{"name": name} for name in names]}
    access = [{"groups": ["analyst"], "allRows": True, **policy}]
    return {**HIDDEN, "/views": [{"name": "desk", "cubes": [cube], "access": access}]}


def test_what_the_cube_shows_may_be_shown() -> None:
    assert places("RLS010", desk("status")) == []
    assert places("RLS010", desk("status", "price", excludes=["price"])) == []


def test_what_it_hides_may_not() -> None:
    assert places("RLS010", desk("status", "price")) == ["/views/0/access/0"]


def test_admins_see_it_anyway() -> None:
    assert places("RLS010", desk("price", groups=["admin"])) == []


def test_without_stated_policies_a_cube_hides_nothing() -> None:
    edits = {key: value for key, value in desk("price").items() if key == "/views"}
    assert places("RLS010", edits) == []
