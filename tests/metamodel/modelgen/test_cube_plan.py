import pytest

from metamodel.kernel.canonical import fingerprint
from metamodel.modelgen.cube_plan import CubePlan
from metamodel.modelgen.sql import Sql
from tests.metamodel.modelgen.shop_model import planned


def test_cubes_are_found_by_name() -> None:
    assert planned().cube("orders").entity == "order"
    with pytest.raises(KeyError):
        planned().cube("order")


def test_a_role_has_the_members_of_the_cube_it_extends() -> None:
    plan = planned({"/relations/0/role": "home_country"})
    assert plan.cube("home_country").extends == "countries"
    assert plan.members_of("home_country") is plan.cube("countries")
    assert plan.members_of("countries") is plan.cube("countries")


def test_rows_come_from_a_table_or_a_query() -> None:
    assert CubePlan("a", "a", "t").rows == "t"
    assert CubePlan("a", "a", sql=Sql("SELECT 1")).rows == "SELECT 1"
    assert CubePlan("a", "a", extends="b").rows is None


def test_joins_lead_to_cubes() -> None:
    assert planned().cube("orders").joins[0].name == "customers"


def test_sql_has_the_hash_of_its_text() -> None:
    assert fingerprint([Sql("x")]) == fingerprint(["x"])
