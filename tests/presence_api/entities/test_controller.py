"""Entities over HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.exceptions import HTTPException
from litestar.testing import TestClient, create_test_client

from metamodel.kernel.errors import RampartError
from presence_api.entities.controller import NO_VERSION, entity_routes, version_of
from presence_api.entities.writing.patching import Editor, HeldBy
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.token_verifier import TokenRefused
from presence_api.problems import of_http, of_ours
from tests.contract.write_guard_contract import token
from tests.presence_api.entities.gadgets import TENANTS, row
from tests.presence_api.entities.served import Served, editor

ONE = "/api/v1/entities/gadget/1"
SEARCH = "/api/v1/entities/gadget/search"
META = "/api/v1/meta/entities"
PATCH = {"content-type": "application/merge-patch+json", "if-match": '"v1"'}


def who(request: Any) -> Editor:
    """`Authorization: <user> <group> <tenant>`."""
    said = request.headers.get("authorization", "").split()
    if not said:
        raise TokenRefused("no token")
    user, group, tenant = said
    return editor(group, user=user, tenant=tenant)


@pytest.fixture
def served() -> Served:
    return Served(
        row(1, name="ada", amount="1.5000000000", email="a@example.org"),
        *(row(number, tenant_id=TENANTS[number % 5]) for number in range(2, 20)),
    )


@pytest.fixture
def client(served: Served) -> Iterator[TestClient[Any]]:
    handlers: dict[Any, Any] = {RampartError: of_ours, HTTPException: of_http}
    routes = entity_routes(served.service, who)
    with create_test_client(routes, exception_handlers=handlers) as found:
        found.headers["authorization"] = "anna analyst acme"
        yield found


def test_entities_are_listed_and_described(client: TestClient[Any]) -> None:
    assert [one["name"] for one in client.get(META).json()["entities"]] == ["gadget"]
    assert client.get(f"{META}/gadget").json()["key"] == ["gadget_id"]
    assert client.get(f"{META}/nothing").status_code == 404
    stranger = {"authorization": "eve stranger acme"}
    assert client.get(META, headers=stranger).json() == {"entities": []}
    assert client.get(f"{META}/gadget", headers=stranger).status_code == 403
    assert client.get(META, headers={"authorization": ""}).status_code == 401


def test_pages_follow_their_cursors_and_hold_rows_of_ones_own_tenant(
    client: TestClient[Any],
) -> None:
    found, body = [], {"limit": 2, "fields": ["name"]}
    while True:
        page = client.post(SEARCH, json=body).json()
        found += [one["_id"] for one in page["rows"]]
        if page["next"] is None:
            break
        body = {**body, "cursor": page["next"]}
    assert found == ["1", "5", "10", "15"]


def test_all_faults_of_a_search_come_at_once_with_their_places(client: TestClient[Any]) -> None:
    answer = client.post(SEARCH, json={"limit": 0, "fields": ["nmae"], "nonsense": 1})
    assert answer.status_code == 422
    faults = {one["pointer"]: one for one in answer.json()["faults"]}
    assert set(faults) == {"/limit", "/fields/0", "/nonsense"}
    assert faults["/fields/0"]["suggestions"][0] == "name"
    assert client.post(SEARCH, json={"cursor": "forged"}).status_code == 400


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"limit": 1, "limit": 2}', "application/json", 400),
        (b"{}", "text/plain", 415),
        (b" " * (2 << 20), "application/json", 413),
    ],
)
def test_bodies_that_are_not_read_are_problems(
    client: TestClient[Any], body: bytes, kind: str, status: int
) -> None:
    answer = client.post(SEARCH, content=body, headers={"content-type": kind})
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_row_has_an_etag_and_is_not_sent_twice(client: TestClient[Any]) -> None:
    answer = client.get(ONE)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v1"')
    assert answer.json()["_version"] == 1
    assert (answer.json()["amount"], answer.json()["email"]) == ("1.5000000000", "***")
    again = client.get(ONE, headers={"if-none-match": '"v1"'})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/api/v1/entities/gadget/2").status_code == 404  # somebody else's


def test_a_patch_makes_the_next_version(client: TestClient[Any], served: Served) -> None:
    answer = client.patch(ONE, content=b'{"name": "eve", "amount": 2.50}', headers=PATCH)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"v2"')
    assert (answer.json()["name"], answer.json()["_version"]) == ("eve", 2)
    assert "lock" not in answer.json()
    assert len(served.writer.told) == 1
    same = client.patch(ONE, content=b'{"name": "eve"}', headers=PATCH | {"if-match": '"v2"'})
    assert (same.status_code, same.headers["etag"]) == (200, '"v2"')
    assert len(served.writer.told) == 1


def test_a_patch_that_is_sent_again_is_answered_again(client: TestClient[Any]) -> None:
    headers = PATCH | {"idempotency-key": '"k-1"'}
    first, second = (client.patch(ONE, content=b'{"name": "eve"}', headers=headers) for _ in "12")
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.headers["etag"] == second.headers["etag"] == '"v2"'
    assert first.json() == second.json()
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"


def test_a_patch_without_a_version_is_not_tried(client: TestClient[Any]) -> None:
    headers = {"content-type": "application/merge-patch+json"}
    assert client.patch(ONE, content=b"{}", headers=headers).status_code == 428


def test_a_conflict_shows_the_row_as_it_is_and_who_changed_it(client: TestClient[Any]) -> None:
    ben = PATCH | {"authorization": "ben analyst acme"}
    assert client.patch(ONE, content=b'{"name": "eve"}', headers=ben).status_code == 200
    answer = client.patch(ONE, content=b'{"name": "bob"}', headers=PATCH)
    body = answer.json()
    assert (answer.status_code, body["type"], body["version"]) == (409, "/problems/ent-022", 2)
    assert (body["changed_by"], body["current"]["name"]) == ("Ben", "eve")
    assert answer.headers["etag"] == '"v2"'
    assert body["current"]["email"] == "***"


def test_what_is_held_or_being_changed_is_locked(client: TestClient[Any], served: Served) -> None:
    served.held = HeldBy("Ben", 99.0)
    answer = client.patch(ONE, content=b'{"name": "eve"}', headers=PATCH)
    assert answer.status_code == 423
    assert (answer.json()["holder"], answer.json()["expires_at"]) == ("Ben", 99.0)
    served.writer.changing[LockAddress("acme", "gadget", "1")] = 7.0
    answer = client.patch(ONE, content=b'{"name": "eve"}', headers=PATCH)
    assert (answer.status_code, answer.json()["expires_at"]) == (423, 7.0)


def test_without_locks_the_answer_says_that_nobody_knows(
    client: TestClient[Any], served: Served
) -> None:
    served.locks_away = True
    answer = client.patch(ONE, content=b'{"name": "eve"}', headers=PATCH)
    assert (answer.status_code, answer.json()["lock"]) == (200, "unknown")


def test_tokens_of_locks_are_checked(client: TestClient[Any]) -> None:
    forged = client.patch(ONE, content=b'{"name": "eve"}', headers=PATCH | {"lock-token": "forged"})
    assert forged.status_code == 403
    good = token(LockAddress("acme", "gadget", "1"), 3)
    answer = client.patch(ONE, content=b'{"name": "eve"}', headers=PATCH | {"lock-token": good})
    assert answer.status_code == 200


def test_all_faults_of_a_patch_come_at_once(client: TestClient[Any]) -> None:
    answer = client.patch(ONE, content=b'{"status": "opne", "gadget_id": 2}', headers=PATCH)
    assert answer.status_code == 422
    assert {one["pointer"] for one in answer.json()["faults"]} == {"/status", "/gadget_id"}


def test_without_the_database_it_is_said_when_to_come_again(
    client: TestClient[Any], served: Served
) -> None:
    served.store.away = True
    for answer in (client.get(ONE), client.patch(ONE, content=b"{}", headers=PATCH)):
        assert answer.status_code == 503
        assert answer.headers["retry-after"]


@pytest.mark.parametrize(
    ("if_match", "version"),
    [
        (None, None),
        ('"v7"', 7),
        (' "v7" ', 7),
        ('W/"v7"', NO_VERSION),
        ("*", NO_VERSION),
        ("v7", NO_VERSION),
        ('"v-7"', NO_VERSION),
        ('"v7", "v8"', NO_VERSION),
    ],
)
def test_only_our_own_etags_name_versions(if_match: str | None, version: int | None) -> None:
    assert version_of(if_match) == version
