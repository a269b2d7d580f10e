from typing import Any

import pytest

from metamodel.model.view import ViewCube
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.plan_views import view_members
from metamodel.modelgen.policy_plan import MembersPlan
from metamodel.modelgen.view_plan import ViewPlan
from tests.metamodel.modelgen.shop_model import planned
from tests.metamodel.shop import ORDER

TENANT = {"member": "tenant_id", "operator": "equals", "claim": "tenant"}
DESK: dict[str, Any] = {"name": "desk", "cubes": [{"path": "order"}, {"path": "order.product"}]}


def view(more: dict[str, Any] | None = None, edits: dict[str, Any] | None = None) -> ViewPlan:
    (found,) = planned({"/views": [{**DESK, **(more or {})}], **(edits or {})}).views
    return found


def test_paths_of_entities_become_join_paths_of_cubes() -> None:
    assert [item.join_path for item in view().cubes] == ["orders", "orders.products"]
    with pytest.raises(PlanRefused, match="nobody"):
        view({"cubes": [{"path": "order.nobody"}]})


def test_members_are_named_as_the_view_shows_them() -> None:
    item = ViewCube.model_validate_json(
        '{"path": "a", "prefix": true, "members": [{"name": "x", "alias": "y"}, {"name": "z"}],'
        ' "excludes": ["z"]}'
    )
    assert view_members(item, "cube", ("x", "z", "q")) == {"cube_y": "x"}
    every = ViewCube.model_validate_json('{"path": "a", "prefix": true, "alias": "b"}')
    assert view_members(every, "cube", ("x",)) == {"b_x": "x"}


def test_every_group_of_the_cubes_sees_the_view_and_rows_stay_the_cubes_matter() -> None:
    policies = view().access_policy
    assert [item.groups for item in policies] == [("admin",), ("analyst",)]
    assert all(item.row_level.allow_all for item in policies)


def test_what_a_cube_hides_from_a_group_the_view_hides_too() -> None:
    access = [
        {"groups": ["admin"], "allRows": True},
        {"groups": ["analyst"], "filters": [TENANT], "excludes": ["price"]},
    ]
    admin, analyst = view(edits={f"/entities/{ORDER}/access": access}).access_policy
    assert admin.member_level == MembersPlan("*")
    assert analyst.member_level == MembersPlan("*", ("price",))


def test_what_a_cube_masks_stays_masked_and_what_a_condition_opens_stays_closed() -> None:
    access = [
        {
            "groups": ["analyst"],
            "filters": [TENANT],
            "excludes": ["price", "status"],
            "masking": {"includes": ["price"]},
        },
        {"groups": ["analyst"], "filters": [TENANT], "conditions": ["{ securityContext.ok }"]},
    ]
    cubes = {"cubes": [{"path": "order", "members": [{"name": "price"}, {"name": "status"}]}]}
    (analyst,) = view(cubes, {f"/entities/{ORDER}/access": access}).access_policy
    assert analyst.member_level == MembersPlan("*", ("price", "status"))
    assert analyst.member_masking == MembersPlan(("price",))


def test_a_view_may_say_itself_who_sees_it() -> None:
    (stated,) = view({"access": [{"groups": ["desk"], "allRows": True}]}).access_policy
    assert stated.groups == ("desk",)


def test_headings_nest() -> None:
    groups = [{"name": "sales", "views": ["desk"], "groups": [{"name": "inner"}]}]
    (found,) = planned({"/views": [DESK], "/viewGroups": groups}).view_groups
    assert found.includes[0] == "desk"
    assert getattr(found.includes[1], "name", None) == "inner"
