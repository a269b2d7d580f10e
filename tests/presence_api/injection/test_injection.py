"""Nasty texts in every place: each answer is a documented one, and a text stays a text."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final
from unicodedata import normalize

import pytest
from litestar import get
from litestar.params import FromPath

from presence_api.entities.catalogue.view import EntityNotServed
from presence_api.promises import promises
from presence_api.reporting.answering.charging import Rates
from tests.fakes.asgi import Answer
from tests.presence_api.api_world import BEARER, ApiWorld, signed
from tests.presence_api.entities.gadgets import TABLE
from tests.presence_api.injection.asking import PROBLEM, Request, answers
from tests.presence_api.injection.nasty import NASTY, STORABLE
from tests.presence_api.injection.places import ENTITY, ONE, PLACES
from tests.presence_api.reporting.answering.world import World

FAULT: Final = 500
REFUSED: Final = 400
MISSED: Final = {404, 405}
"""A text in a path may lead where nothing is."""
MEMBER: Final = re.compile(r"[a-z_]+\.[a-z_]+(\.[a-z]+)?")
GENEROUS: Final = Rates(10**9, 10**9)


def api() -> ApiWorld:
    return ApiWorld(World(rates=GENEROUS))


@cache
def documented() -> Mapping[tuple[str, str], frozenset[int]]:
    """The statuses of each operation."""
    (answer,) = answers(api().app(), {}, [Request("GET", "", "/openapi.json")])
    return statuses(json.loads(answer.body))


def statuses(document: Mapping[str, Any]) -> Mapping[tuple[str, str], frozenset[int]]:
    """By method and path."""
    return {
        (method.upper(), path): frozenset(int(status) for status in operation["responses"])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }


def faults(
    known: Mapping[tuple[str, str], frozenset[int]], asked: Sequence[Request], got: Sequence[Answer]
) -> list[str]:
    """What is wrong with answers."""
    found = []
    for request, answer in zip(asked, got, strict=True):
        expected = known[request.method, request.template]
        unknown = answer.status in MISSED and request.path != request.template
        kind = answer.fields.get("content-type", "")
        if answer.status >= FAULT or not (answer.status in expected or unknown):
            found.append(f"{answer.status}: {request} {answer.body[:200]!r}")
        elif answer.status >= REFUSED and not kind.startswith(PROBLEM):
            found.append(f"{kind}: {request}")
    return found


@pytest.mark.parametrize("place", PLACES)
def test_every_answer_to_a_nasty_text_is_documented_and_no_text_becomes_a_name(place: str) -> None:
    world = api()
    before = [row["tenant_id"] for row in world.served.store.tables[TABLE]]
    asked = [PLACES[place](text) for text in NASTY]
    assert faults(documented(), asked, answers(world.app(), BEARER, asked)) == []
    assert [row["tenant_id"] for row in world.served.store.tables[TABLE]] == before
    for call in world.reporting.source.calls:
        for name in _names({**call.query, "timezone": None, "cache": None}):
            assert MEMBER.fullmatch(name), name


def test_a_nasty_text_is_a_value_in_what_cube_is_asked() -> None:
    world = api()
    answers(world.app(), BEARER, [PLACES["a condition's value"](text) for text in STORABLE])
    found = {call.query["filters"][0]["values"][0] for call in world.reporting.source.calls}
    assert found >= {normalize("NFC", text) for text in STORABLE if text}


def _names(query: Any) -> list[str]:
    """Everything but values, directions, operators, grains and days."""
    if isinstance(query, str):
        return [query]
    if isinstance(query, list):
        return [name for part in query if part not in ("asc", "desc") for name in _names(part)]
    if not isinstance(query, dict):
        return []
    kept = {"values", "operator", "granularity", "dateRange"}
    return [name for key, part in query.items() if key not in kept for name in _names(part)]


def test_what_is_stored_is_found_again_literally() -> None:
    world = api()
    app, admin = world.app(), {"authorization": f"Bearer {signed(group='admin')}"}
    for version, text in enumerate(STORABLE, 1):
        change = Request(
            "PATCH",
            ONE,
            "/api/v1/entities/gadget/1",
            {"email": text},
            {"if-match": f'"v{version}"'},
        )
        where = {"field": "email", "op": "eq", "value": text}
        search = Request.of(
            "POST", f"{ENTITY}/search", {"where": where, "fields": ["email"]}, entity="gadget"
        )
        changed, found = answers(app, admin, [change, search])
        assert changed.status == 200, changed.body
        (row,) = json.loads(found.body)["rows"]
        assert (row["_id"], row["email"]) == ("1", text)


def test_canary_an_answer_that_is_not_documented_is_found_out() -> None:
    @get("/things/{one:str}", opt=promises(EntityNotServed, answer=dict[str, int]))
    async def things(one: FromPath[str]) -> dict[str, int]:
        """Fails for some."""
        return {"a": int(one)}

    asked = [Request.of("GET", "/things/{one}", one=text) for text in ("1", "'")]
    known = {("GET", "/things/{one}"): frozenset({200, 404})}
    assert len(faults(known, asked, answers(api().app(things), BEARER, asked))) == 1
