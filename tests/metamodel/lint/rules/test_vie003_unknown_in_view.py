from typing import Any

from tests.metamodel.shop import places


def desk(*cubes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"/views": [{"name": "desk", "cubes": list(cubes), **more}]}


CUBE = {"path": "order", "members": [{"name": "status", "alias": "state"}, {"name": "price"}]}
VIEW = "/views/0"


def test_names_as_the_view_shows_them_are_right() -> None:
    inner = {"name": "Inner", "paths": ["order"]}
    folder = {"name": "Main", "members": ["state"], "folders": [inner]}
    one = {"member": "state", "operator": "set"}
    filters = [{"filter": one, "unless": ["price"]}]
    assert places("VIE003", desk(CUBE, folders=[folder], defaultFilters=filters)) == []


def test_folders_hold_what_is_there() -> None:
    inner = {"name": "Inner", "paths": ["order.customer"]}
    folder = {"name": "Main", "members": ["status"], "folders": [inner]}
    assert places("VIE003", desk(CUBE, folders=[folder])) == [
        f"{VIEW}/folders/0/members/0",
        f"{VIEW}/folders/0/folders/0/paths/0",
    ]


def test_filters_name_what_is_there() -> None:
    one = {"member": "status", "operator": "set"}
    filters = [{"filter": one, "unless": ["prize"]}]
    assert places("VIE003", desk(CUBE, defaultFilters=filters)) == [
        f"{VIEW}/defaultFilters/0/filter",
        f"{VIEW}/defaultFilters/0/unless/0",
    ]


def test_groups_and_views_exist() -> None:
    group = {"name": "sales", "groups": [{"name": "inner", "views": ["desk", "shelf"]}]}
    edits = {**desk(CUBE, groups=["inner", "outer"]), "/viewGroups": [group]}
    assert places("VIE003", edits) == [f"{VIEW}/groups/1", "/viewGroups/0/groups/0/views/1"]


def test_a_view_extends_another_and_never_itself() -> None:
    assert places("VIE003", desk(CUBE, extends="shelf")) == [f"{VIEW}/extends"]
    assert places("VIE003", desk(CUBE, extends="desk")) == [f"{VIEW}/extends"]
