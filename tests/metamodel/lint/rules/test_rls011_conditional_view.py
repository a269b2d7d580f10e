from tests.metamodel.shop import ORDER, places

OWN = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}
POLICY = {"groups": ["analyst"], "filters": [OWN], "conditions": ["{ securityContext.ok }"]}
VIEW = {"name": "desk", "cubes": [{"path": "customer"}, {"path": "order"}]}


def test_cubes_without_conditions_are_right() -> None:
    assert places("RLS011", {"/views": [VIEW]}) == []


def test_conditions_want_policies_of_the_view() -> None:
    edits = {f"/entities/{ORDER}/access": [POLICY], "/views": [VIEW]}
    assert places("RLS011", edits) == ["/views/0/cubes/1"]
    stated = {**VIEW, "access": [{"groups": ["analyst"], "allRows": True}]}
    assert places("RLS011", {**edits, "/views": [stated]}) == []
