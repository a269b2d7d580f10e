from typing import Any

from metamodel.lint.subject import Subject
from metamodel.lint.view_scope import follow, has_dimension, shown_members
from metamodel.model.join_graph import Node
from tests.metamodel.shop import COUNTRY, ORDER, model

DESK = {"name": "desk", "cubes": [{"path": "order", "members": [{"name": "status"}]}]}


def shown(*views: dict[str, Any]) -> list[str]:
    """What the last of the views shows."""
    subject = Subject(model({"/views": list(views)}))
    place, view = list(subject.views())[-1]
    return [item.name for item in shown_members(subject, view, place)]


def test_a_path_leads_along_relations() -> None:
    graph = Subject(model({"/relations/0/role": "home_country"})).graph
    node = follow(graph, "order.customer.home_country")
    assert isinstance(node, Node)
    assert node.cube == "home_country"
    assert follow(graph, "nobody") == "`nobody` is neither an entity nor a role"
    assert follow(graph, "order.home_country") == "`order` has no relation to `home_country`"


def test_members_have_aliases_and_prefixes() -> None:
    member = {"name": "name", "alias": "called"}
    cube = {"path": "order.customer", "members": [member, {"name": "count"}], "prefix": True}
    assert shown({"name": "desk", "cubes": [cube]}) == ["customers_called", "customers_count"]
    assert shown({"name": "desk", "cubes": [{**cube, "alias": "c"}]}) == ["c_called", "c_count"]


def test_without_names_all_members_are_shown_but_the_excluded() -> None:
    cube = {"path": "country", "excludes": ["id"]}
    assert shown({"name": "desk", "cubes": [cube]}) == ["name", "updated_at", "count"]


def test_a_view_shows_what_the_one_above_does() -> None:
    child = {"name": "small", "extends": "desk", "cubes": [{"path": "country", "excludes": ["id"]}]}
    assert shown(DESK, child)[0] == "status"
    circle = {**DESK, "extends": "desk"}
    assert shown(circle) == ["status"]


def test_what_is_split_off_or_leads_nowhere_is_not_shown() -> None:
    cubes = [{"path": "order", "split": True}, {"path": "nobody"}]
    assert shown({"name": "desk", "cubes": cubes}) == []


def test_columns_nobody_can_group_by_have_no_dimension() -> None:
    place = f"/entities/{COUNTRY}/attributes/1/type"
    name = model({place: "json"}).entities[COUNTRY].attribute("name")
    status = model().entities[ORDER].attribute("status")
    assert name is not None
    assert status is not None
    assert not has_dimension(name)
    assert has_dimension(status)
