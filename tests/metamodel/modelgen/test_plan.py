import pytest

from metamodel.modelgen.cube_plan import CubePlan
from metamodel.modelgen.faults import PlanRefused
from tests.metamodel.modelgen.shop_model import planned
from tests.metamodel.shop import COUNTRY, ORDER


def test_an_entity_becomes_a_cube_with_everything_said_about_it() -> None:
    orders = planned().cube("orders")
    assert (orders.sql_table, orders.entity, orders.extends) == ("shop.orders", "order", None)
    assert [join.sql for join in orders.joins] == [
        "{CUBE}.customer_id = {customers}.id",
        "{CUBE}.product_id = {products}.id",
    ]
    assert [item.name for item in orders.segments] == ["open"]
    assert [item.name for item in orders.pre_aggregations] == ["by_day"]


def test_a_key_is_public_unless_the_document_hides_it() -> None:
    key = planned().cube("orders").dimensions[0]
    assert (key.name, key.primary_key, key.public) == ("id", True, True)
    hidden = planned({f"/entities/{ORDER}/attributes/0/public": False}).cube("orders")
    assert hidden.dimensions[0].public is False
    assert hidden.dimensions[1].public is None


def test_a_computed_dimension_is_in_parentheses() -> None:
    orders = planned().cube("orders")
    assert next(item.sql for item in orders.dimensions if item.name == "is_big") == (
        "({CUBE}.price > 100)"
    )


def test_a_join_by_several_attributes_names_all() -> None:
    pair = {"from": "name", "to": "name"}
    customers = planned({"/relations/0/on/-": pair}).cube("customers")
    assert customers.joins[0].sql == (
        "{CUBE}.country_id = {countries}.id AND {CUBE}.name = {countries}.name"
    )


def role(plan_edits: dict[str, object]) -> CubePlan:
    return planned(plan_edits).cube("the_role")


def test_a_role_extends_the_cube_of_its_entity() -> None:
    cube = role({"/relations/0/role": "the_role", "/relations/0/title": "Home"})
    assert (cube.extends, cube.sql_table, cube.title, cube.dimensions) == (
        "countries",
        None,
        "Home",
        (),
    )


def test_a_role_of_an_entity_with_joins_is_written_out_without_them() -> None:
    cube = role({"/relations/1/role": "the_role"})
    assert (cube.extends, cube.sql_table, cube.joins) == (None, "shop.customers", ())
    assert [item.name for item in cube.dimensions][:2] == ["id", "name"]
    assert len(cube.access_policy) == 2


def test_a_role_of_an_entity_with_rollups_has_none_of_them() -> None:
    rollup = {"name": "all", "measures": ["count"]}
    cube = role({"/relations/0/role": "the_role", f"/entities/{COUNTRY}/preAggregations": [rollup]})
    assert (cube.extends, cube.pre_aggregations) == (None, ())


def test_what_lint_would_refuse_cannot_be_planned() -> None:
    with pytest.raises(PlanRefused):
        planned({"/relations/0/on/0/from": "nothing"})
