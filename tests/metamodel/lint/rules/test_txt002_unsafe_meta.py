from typing import Any

import pytest

from tests.metamodel.shop import ORDER, places

META = f"/entities/{ORDER}/meta"


@pytest.mark.parametrize(
    ("meta", "found"),
    [
        ({"a": [{"sql": "x"}]}, [f"{META}/a/0/sql"]),
        ({"public": "yes", "a/b": {"extends": 1}}, [f"{META}/a~1b/extends", f"{META}/public"]),
        ({"n": 2**53 + 1, "m": 2**53}, [f"{META}/n"]),
    ],
)
def test_keys_that_cube_takes_for_its_own_are_found_at_any_depth(
    meta: dict[str, Any], found: list[str]
) -> None:
    assert sorted(places("TXT002", {META: meta})) == found


def test_members_and_views_have_meta_too() -> None:
    measure = f"/entities/{ORDER}/measures/0/meta"
    assert places("TXT002", {measure: {"mask": "x"}}) == [f"{measure}/mask"]
    member = {"name": "count", "meta": {"sql": "x"}}
    view = {"name": "v", "cubes": [{"path": "order", "members": [member]}], "meta": {"sql": 1}}
    assert sorted(places("TXT002", {"/views": [view]})) == [
        "/views/0/cubes/0/members/0/meta/sql",
        "/views/0/meta/sql",
    ]


def test_other_keys_and_values_pass() -> None:
    meta: dict[str, Any] = {"title": "x", "empty": "", "mysql": "x", "{{": [None, 1.5, True, {}]}
    assert places("TXT002", {META: meta}) == []
