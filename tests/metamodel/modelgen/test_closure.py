import pytest

from metamodel.modelgen.closure import Index, UnknownMember, join_path, sql_of
from tests.metamodel.modelgen.shop_model import planned


def test_a_member_reaches_all_its_sql_is_made_of() -> None:
    reached = Index.of(planned()).reach(["orders.average", "orders.big"])
    assert set(reached) == {
        "orders.average",
        "orders.revenue",
        "orders.count",
        "orders.big",
        "orders.is_big",
        "products.name",
    }


def test_a_role_has_the_members_it_inherits() -> None:
    index = Index.of(planned({"/relations/0/role": "home_country"}))
    assert set(index.reach(["home_country.name"])) == {"home_country.name"}


def test_what_leads_nowhere_is_named() -> None:
    with pytest.raises(UnknownMember, match=r"orders\.nothing"):
        Index.of(planned()).reach(["orders.nothing"])


def test_filters_are_part_of_a_measures_sql() -> None:
    big = Index.of(planned()).members["orders"]["big"]
    assert sql_of(big) == ("({CUBE.is_big} AND {products.name} <> '')",)


def test_join_paths_are_shortest_and_may_not_exist() -> None:
    plan = planned()
    path = join_path(plan, "orders", "countries")
    assert path is not None
    assert [(origin, join.name) for origin, join in path] == [
        ("orders", "customers"),
        ("customers", "countries"),
    ]
    assert join_path(plan, "countries", "orders") is None
