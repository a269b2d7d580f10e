from dataclasses import asdict

import pytest

from metamodel.kernel.canonical import fingerprint
from metamodel.modelgen.cube_plan import CubePlan, Sql
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


def test_the_shape_chooses_the_template() -> None:
    assert CubePlan("a", "a", "t").shape == "cube"
    assert CubePlan("a", "a", None, extends="b").shape == "role"


def test_sql_has_the_hash_of_its_text() -> None:
    assert fingerprint([Sql("x")]) == fingerprint(["x"])
    assert asdict(planned().cube("orders"))["joins"][0]["target"] == "customers"
