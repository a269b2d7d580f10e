"""`/admin/presence`."""

from collections.abc import Iterator

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from metamodel.kernel.errors import RampartError
from presence_api import problems
from presence_api.live.admin.controller import admin_routes
from tests.presence_api.live.admin.test_overview import busy, overview

SECRET = b"s" * 32
SHOWN = {"authorization": f"Bearer {SECRET.decode()}"}
Client = TestClient[Litestar]


@pytest.fixture
def client() -> Iterator[Client]:
    app = Litestar(
        [*admin_routes(overview(busy()), SECRET)],
        exception_handlers={RampartError: problems.of_ours},
        openapi_config=None,
    )
    with TestClient(app) as found:
        yield found


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("GET", "/rooms"),
        ("GET", "/members?tenant=acme&room=order/1"),
        ("GET", "/connections"),
        ("DELETE", "/connections?tenant=acme&user=anna"),
        ("POST", "/drain"),
    ],
)
def test_nobody_gets_in_without_the_operators_token(client: Client, method: str, path: str) -> None:
    for headers in ({}, {"authorization": "Bearer wrong"}, {"authorization": "Basic x"}):
        answer = client.request(method, f"/admin/presence{path}", headers=headers)
        assert answer.status_code == 401
    answer = client.request(method, f"/admin/presence{path}", headers=SHOWN)
    assert answer.is_success


def test_what_is_seen_is_plain_json(client: Client) -> None:
    def get(path: str) -> object:
        return client.get(f"/admin/presence{path}", headers=SHOWN).json()

    assert get("")["connections"] == 4  # type: ignore[index]
    rooms = get("/rooms?tenant=acme&limit=1")
    assert rooms[0]["lock"]["user"] == "anna"  # type: ignore[index]
    found = get("/members?tenant=acme&room=order/1")
    assert {line["user"] for line in found} == {"anna", "ben"}  # type: ignore[attr-defined]
    assert client.get("/admin/presence/rooms?limit=0", headers=SHOWN).status_code == 400


def test_a_room_that_nobody_is_in_is_said_to_be_empty(client: Client) -> None:
    answer = client.get("/admin/presence/members?tenant=acme&room=order/9", headers=SHOWN)
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/pre-007")


def test_an_eviction_says_how_many_connections_there_were(client: Client) -> None:
    path = "/admin/presence/connections?tenant=acme&user=anna"
    answers = [client.delete(path, headers=SHOWN).json() for _ in range(2)]
    assert answers == [{"ended": 2}, {"ended": 0}]
    assert client.post("/admin/presence/drain", headers=SHOWN).json()["draining"]
