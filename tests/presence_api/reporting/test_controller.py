"""Reports over HTTP."""

import asyncio
import json
from collections.abc import Iterator, MutableMapping
from typing import Any

import pyarrow as pa
import pytest
from litestar import Litestar
from litestar.exceptions import HTTPException
from litestar.testing import TestClient, create_test_client

from metamodel.kernel.errors import RampartError
from presence_api.caller import Caller
from presence_api.ports.report_source import SourceTooSlow, SourceUnavailable
from presence_api.ports.token_verifier import TokenRefused
from presence_api.problems import of_http, of_ours
from presence_api.promises import ARROW
from presence_api.reporting.answering.charging import Rates
from presence_api.reporting.controller import report_routes
from tests.fakes.loop import run_timeless
from tests.presence_api.reporting.answering.world import QUESTION, World

QUERY, BATCH = "/api/v1/reports/query", "/api/v1/reports/batch"
HANDLERS: dict[Any, Any] = {RampartError: of_ours, HTTPException: of_http}
ALIKE = {**QUESTION, "limit": 7}
FAULTY = {**QUESTION, "measures": ["moons"]}


async def who(request: Any) -> Caller:
    """`Authorization: <user> <group> <tenant>`."""
    said = request.headers.get("authorization", "").split()
    if not said:
        raise TokenRefused("no token")
    user, group, tenant = said
    return Caller(tenant, user, frozenset({group}))


@pytest.fixture
def world() -> World:
    found = World(rates=Rates(per_user=20, per_tenant=50))
    found.build()
    return found


@pytest.fixture
def client(world: World) -> Iterator[TestClient[Any]]:
    routes = report_routes(world.reports, who, of_ours)
    with create_test_client(routes, exception_handlers=HANDLERS) as found:
        found.headers["authorization"] = "anna analyst acme"
        yield found


def test_a_report_is_told_with_its_age_and_where_it_came_from(
    client: TestClient[Any], world: World
) -> None:
    first = client.post(QUERY, json=QUESTION)
    world.clock.advance(3)
    second = client.post(QUERY, json=QUESTION)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json()["data"] == second.json()["data"] == [["F", "7"], ["O", "5"]]
    assert second.json()["meta"]["freshness"] == "READY"
    assert (second.headers["age"], second.headers["etag"]) == ("3", first.headers["etag"])
    assert second.headers["cache-status"] == "rampart; hit; ttl=86397"
    assert second.headers["ratelimit"].startswith('"user";r=19')
    assert second.headers["content-type"] == "application/json"
    known = {"if-none-match": second.headers["etag"]}
    assert client.post(QUERY, json=QUESTION, headers=known).status_code == 200  # it is no GET


def test_rows_are_told_as_csv_to_who_wants_that(client: TestClient[Any]) -> None:
    for accept, kind in (
        ("text/csv", "text/csv"),
        ("text/csv;q=0.9, application/json", "text/csv"),
        ("application/json, text/csv", "application/json"),
        ("*/*", "application/json"),
    ):
        found = client.post(QUERY, json=QUESTION, headers={"accept": accept})
        assert found.headers["content-type"].startswith(kind)
        assert (found.text == "orderstatus,count\r\nF,7\r\nO,5\r\n") == (kind == "text/csv")


def test_a_stream_of_arrow_is_told_to_who_wants_that(client: TestClient[Any]) -> None:
    known = client.post(QUERY, json=QUESTION)
    found = client.post(QUERY, json=QUESTION, headers={"accept": ARROW})
    assert found.headers["content-type"] == ARROW
    for name in ("etag", "age", "vary", "cache-control"):
        assert found.headers[name] == known.headers[name]
    assert found.headers["cache-status"].startswith("rampart; hit")
    with pa.ipc.open_stream(found.content) as stream:
        assert stream.read_all().to_pydict() == {"orderstatus": ["F", "O"], "count": [7, 5]}


def test_what_no_arrow_can_hold_is_told_otherwise(client: TestClient[Any], world: World) -> None:
    world.rows = [{"orders.orderstatus": "F", "orders.count": "many"}]
    found = client.post(QUERY, json=QUESTION, headers={"accept": ARROW})
    assert (found.status_code, found.json()["type"]) == (406, "/problems/rpt-217")
    assert client.post(QUERY, json=QUESTION).json()["data"] == [["F", "many"]]


def test_whoever_is_nobody_or_asks_wrongly_is_told(client: TestClient[Any]) -> None:
    assert client.post(QUERY, json=QUESTION, headers={"authorization": ""}).status_code == 401
    assert client.post(QUERY, content=b"{", headers={"content-type": "text/x"}).status_code == 415
    refused = client.post(QUERY, json=FAULTY)
    assert refused.status_code == 422
    (fault,) = refused.json()["faults"]
    assert (fault["pointer"], fault["code"]) == ("/measures/0", "unknown-name")
    half = {**QUESTION, "having": {"field": "count", "op": "gt", "value": 0.5}}
    assert client.post(QUERY, json=half).status_code == 200  # a number with a point is a number


def test_who_asks_too_often_is_told_when_to_come_back(
    client: TestClient[Any], world: World
) -> None:
    for _ in range(20):
        assert client.post(QUERY, json=QUESTION).status_code == 200
    found = client.post(QUERY, json=QUESTION)
    assert (found.status_code, found.json()["policies"]) == (429, ["user"])
    assert found.headers["retry-after"] == "3"
    assert found.headers["ratelimit-policy"] == '"user";q=20;w=60, "tenant";q=50;w=60'
    assert found.headers["ratelimit"].startswith('"user";r=0')
    world.clock.advance(3)
    assert client.post(QUERY, json=QUESTION).status_code == 200


def test_with_cube_away_it_is_said_when_to_come_back(client: TestClient[Any], world: World) -> None:
    world.source.otherwise = lambda _: SourceUnavailable("down")
    found = [client.post(QUERY, json=QUESTION) for _ in range(6)]
    assert {one.status_code for one in found} == {503}
    assert found[-1].headers["retry-after"] == "5"
    world.clock.advance(5)
    world.source.otherwise = lambda _: SourceTooSlow("slow")
    assert client.post(QUERY, json=QUESTION).status_code == 504


def test_a_question_is_explained_to_operators_and_asks_nobody(
    client: TestClient[Any], world: World
) -> None:
    asked = {**QUESTION, "explain": True}
    assert client.post(QUERY, json=asked).status_code == 403
    found = client.post(QUERY, json=asked, headers={"authorization": "olga admin acme"})
    assert found.json()["queries"]["main"]["measures"] == ["orders.count"]
    assert world.calls == 0


def test_several_are_answered_at_once_each_with_its_status_for_one_cost(
    client: TestClient[Any], world: World
) -> None:
    explain = {**QUESTION, "explain": True}
    found = client.post(BATCH, json={"reports": [QUESTION, FAULTY, ALIKE, explain]})
    assert [one["status"] for one in found.json()] == [200, 422, 200, 403]
    first, second, *_ = found.json()
    assert first["report"]["meta"]["cache"] == "MISS"
    assert second["problem"]["type"] == "/problems/rpt-101"
    assert found.headers["ratelimit"].startswith('"user";r=18')
    assert world.calls == 2


@pytest.mark.parametrize(
    "body", [[], {}, {"reports": []}, {"reports": [QUESTION] * 21}, {"reports": [{}], "more": 1}]
)
def test_a_batch_is_a_list_of_a_few(client: TestClient[Any], body: Any) -> None:
    found = client.post(BATCH, json=body)
    assert (found.status_code, found.json()["type"]) == (422, "/problems/rpt-216")


def test_a_batch_that_costs_more_than_anybody_has_is_refused(world: World) -> None:
    small = World(rates=Rates(per_user=1))
    routes = report_routes(small.reports, who, of_ours)
    with create_test_client(routes, exception_handlers=HANDLERS) as client:
        client.headers["authorization"] = "anna analyst acme"
        found = client.post(BATCH, json={"reports": [QUESTION, ALIKE]})
        assert (found.status_code, found.json()["type"]) == (422, "/problems/rpt-206")
        assert client.post(BATCH, json={"reports": [FAULTY]}).json()[0]["status"] == 422


class Raw:
    """The routes spoken to without a server, in a time of their own."""

    def __init__(self, world: World) -> None:
        routes = report_routes(world.reports, who, of_ours)
        self.app = Litestar(routes, exception_handlers=HANDLERS, openapi_config=None)

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        gone: asyncio.Event | None = None,
        **headers: str,
    ) -> tuple[int, dict[str, str], bytes]:
        sent: list[MutableMapping[str, Any]] = []
        came = [{"type": "http.request", "body": json.dumps(body).encode(), "more_body": False}]
        path, _, query = path.partition("?")
        named = {"authorization": "anna analyst acme", "content-type": "application/json"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        scope: Any = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "scheme": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "client": ("test", 1),
            "server": ("test", 80),
        }

        async def receive() -> Any:
            if came:
                return came.pop()
            await (gone or asyncio.Event()).wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        found = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], found, b"".join(one.get("body", b"") for one in sent[1:])


def test_who_cannot_wait_is_told_where_the_answer_will_be(world: World) -> None:
    async def story() -> None:
        http = Raw(world)
        world.source.takes_s = 40
        status, headers, _ = await http.ask("POST", QUERY, {**QUESTION, "timeout": 30})
        assert (status, headers["retry-after"]) == (202, "1")
        place = headers["location"]
        assert (await http.ask("GET", place))[0] == 202
        assert (await http.ask("GET", place, authorization="gus analyst globex"))[0] == 404
        status, headers, body = await http.ask("GET", f"{place}?wait=20")
        assert (status, json.loads(body)["data"]) == (200, [["F", "7"], ["O", "5"]])
        known = f'W/"x", {headers["etag"]}'
        status, headers, body = await http.ask("GET", place, if_none_match=known)
        assert (status, body) == (304, b"")
        assert (await http.ask("GET", f"{place}?wait=61"))[0] == 400
        await world.reports.stop()

    run_timeless(story())


def test_who_gives_up_ends_the_query(world: World) -> None:
    async def story() -> None:
        http = Raw(world)
        world.source.takes_s = 1000
        _, headers, _ = await http.ask("POST", QUERY, {**QUESTION, "timeout": 1})
        place = headers["location"]
        assert (await http.ask("DELETE", place))[0] == 204
        await asyncio.sleep(0.01)
        assert world.source.cancelled == 1
        assert (await http.ask("DELETE", place))[0] == 404

    run_timeless(story())


@pytest.mark.parametrize(("path", "body"), [(QUERY, QUESTION), (BATCH, {"reports": [QUESTION]})])
def test_a_reader_whose_connection_ends_ends_the_query(world: World, path: str, body: Any) -> None:
    async def story() -> None:
        world.source.takes_s = 1000
        gone = asyncio.Event()
        asking = asyncio.create_task(Raw(world).ask("POST", path, body, gone=gone))
        await asyncio.sleep(0.01)
        assert world.calls == 1
        gone.set()
        await asking
        await asyncio.sleep(0.01)
        assert world.source.cancelled == 1

    run_timeless(story())
