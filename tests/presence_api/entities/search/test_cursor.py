"""Cursors."""

import base64
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from presence_api.entities.catalogue.view import EntityView, entity_view
from presence_api.entities.search.cursor import CursorRefused, Cursors
from presence_api.entities.search.request import read_search
from tests.presence_api.entities.gadgets import caller, model, view

MINE = view("analyst")
CURSORS = Cursors(b"key")
BODY: dict[str, Any] = {
    "where": {"field": "size", "op": "eq", "value": 1},
    "order": [{"by": "name"}],
}


def cursor(mine: EntityView = MINE, **more: Any) -> str:
    return CURSORS.write(mine, read_search(mine, BODY | more), ("ada", 7))


def position(text: str, mine: EntityView = MINE, **more: Any) -> Any:
    return CURSORS.read(mine, read_search(mine, BODY | more | {"cursor": text}))


def test_a_cursor_says_where_to_go_on() -> None:
    assert position(cursor()) == ("ada", 7)
    assert CURSORS.read(MINE, read_search(MINE, BODY)) is None


def test_other_fields_and_another_limit_may_go_on() -> None:
    assert position(cursor(), limit=3, fields=["name"]) == ("ada", 7)


@pytest.mark.parametrize(
    "more",
    [
        {"where": {"field": "size", "op": "eq", "value": 2}},
        {"where": {"field": "size", "op": "ne", "value": 1}},
        {"where": {"field": "amount", "op": "eq", "value": 1}},
        {"order": [{"by": "name", "dir": "desc"}]},
        {"order": [{"by": "made"}]},
        {"order": []},
    ],
)
def test_another_search_does_not_go_on(more: dict[str, Any]) -> None:
    with pytest.raises(CursorRefused):
        position(cursor(), **more)


@pytest.mark.parametrize(
    "other",
    [
        view("analyst", tenant="globex"),
        view("admin"),
        view("seller", names=["ada"]),
        entity_view(model(name="widget"), "widget", caller("analyst")),
    ],
)
def test_anothers_cursor_is_refused(other: EntityView) -> None:
    body = {"order": [{"by": "name"}]}
    mine = CURSORS.write(MINE, read_search(MINE, body), ("ada", 7))
    with pytest.raises(CursorRefused):
        CURSORS.read(other, read_search(other, body | {"cursor": mine}))


def test_admins_of_two_tenants_do_not_share_cursors() -> None:
    one, other = view("admin"), view("admin", tenant="globex")
    assert one.digest == other.digest
    with pytest.raises(CursorRefused):
        position(cursor(one), other)


def test_another_instances_key_makes_other_cursors() -> None:
    with pytest.raises(CursorRefused):
        Cursors(b"other").read(MINE, read_search(MINE, BODY | {"cursor": cursor()}))


@given(st.data())
def test_no_character_can_be_changed(data: st.DataObject) -> None:
    good = cursor()
    at = data.draw(st.integers(0, len(good) - 1))
    put = data.draw(st.characters(categories=["L", "N", "P"]).filter(lambda one: one != good[at]))
    with pytest.raises(CursorRefused):
        position(good[:at] + put + good[at + 1 :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "e30.",
        "' OR 1=1 --",
        "é.é",
        cursor() + "=",
        cursor() + ".x",
        " " + cursor(),
        base64.urlsafe_b64encode(b'["zed",1]').decode().rstrip("=") + "." + cursor().split(".")[1],
    ],
)
def test_what_was_not_made_here_is_refused(text: str) -> None:
    with pytest.raises(CursorRefused):
        position(text)
