from typing import Any

import pytest

from tests.metamodel.shop import places


def desk(*cubes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"/views": [{"name": "desk", "cubes": list(cubes), **more}]}


def test_paths_along_relations_are_right() -> None:
    city = {"path": "order.customer.country", "members": [{"name": "name"}]}
    assert places("VIE001", desk({"path": "order", "excludes": ["price"]}, city)) == []


@pytest.mark.parametrize("path", ["nobody", "order.country", "order.nobody", "country.customer"])
def test_others_are_refused(path: str) -> None:
    assert places("VIE001", desk({"path": path})) == ["/views/0/cubes/0/path"]


def test_members_exist() -> None:
    members = {"path": "order", "members": [{"name": "status"}, {"name": "state"}]}
    assert places("VIE001", desk(members)) == ["/views/0/cubes/0/members/1/name"]
    excludes = {"path": "order", "excludes": ["state"]}
    assert places("VIE001", desk(excludes)) == ["/views/0/cubes/0/excludes/0"]
