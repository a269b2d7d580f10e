"""`POST /api/v1/ws/ticket`, and locks."""

from typing import Any

import jwt
import pytest
from litestar.exceptions import HTTPException
from litestar.testing import create_test_client

from metamodel.kernel.clock import SystemClock
from metamodel.kernel.errors import RampartError
from presence_api.adapters.token_verifier_jwt import SharedSecretVerifier
from presence_api.live.controller import bearer, lock_routes, ticket_route
from presence_api.live.handshake import Door
from presence_api.live.live import Live, LoopTimers
from presence_api.live.rooms.person import Person
from presence_api.ports.token_verifier import TokenRefused
from presence_api.problems import of_http, of_ours
from tests.fakes.instance import Instance, desk_of

SECRET = "s" * 32
ENDS_AT = int(SystemClock().now().timestamp()) + 86_400  # long after the last of all tests
ANNA = Person("anna", "Anna", "acme")


def ask(
    instance: Instance, body: object, authorization: str | None = None
) -> tuple[int, dict[str, object]]:
    claims = {"sub": "anna", "name": "Anna", "tenant": "acme", "exp": ENDS_AT}
    field = authorization or "Bearer " + jwt.encode(claims, SECRET, "HS256")
    desk = desk_of(instance.locks, instance.table, instance.clock)
    live = Live(instance.sessions, Door((), instance.tickets), desk, LoopTimers())
    route = ticket_route(live, SharedSecretVerifier(SECRET))
    handlers = {RampartError: of_ours, HTTPException: of_http}
    with create_test_client([route], exception_handlers=handlers) as client:  # type: ignore[arg-type]
        answer = client.post("/api/v1/ws/ticket", json=body, headers={"authorization": field})
    found: dict[str, object] = answer.json()
    return answer.status_code, found


def test_a_token_becomes_a_ticket_of_the_same_person_and_end() -> None:
    instance = Instance()
    status, body = ask(instance, {})
    assert status == 201
    assert body["protocols"] == ["rampart.presence.v1", f"ticket.{body['ticket']}"]
    admission = instance.tickets.redeem(str(body["ticket"]))
    assert admission is not None
    assert (admission.person, admission.ends_at, admission.resumes) == (ANNA, ENDS_AT, None)


def test_with_a_resume_token_of_that_person_it_is_for_coming_back() -> None:
    instance = Instance()
    for person, resumes in ((ANNA, "i1.7"), (Person("eve", "Eve", "acme"), None)):
        _, body = ask(instance, {"resume": instance.tickets.resume_token("i1.7", person)})
        admission = instance.tickets.redeem(str(body["ticket"]))
        assert admission is not None
        assert admission.resumes == resumes


@pytest.mark.parametrize("field", ["Bearer", "Bearer x.y.z", "Basic YTpi"])
def test_without_a_token_there_is_no_ticket(field: str) -> None:
    status, body = ask(Instance(), {}, field)
    assert (status, body["type"]) == (401, "/problems/pre-001")


@pytest.mark.parametrize("body", [{"resume": 7}, {"more": 1}, [], "x"])
def test_a_request_that_says_something_else_is_refused(body: object) -> None:
    status, answer = ask(Instance(), body)
    assert (status, answer["status"]) == (400, 400)


def locking(
    instance: Instance, calls: list[tuple[str, str, dict[str, str]]]
) -> list[tuple[int, dict[str, object]]]:
    """Method, path, headers of each call; `anna`'s unless they say otherwise."""
    desk = desk_of(instance.locks, instance.table, instance.clock)
    routes = [*lock_routes(desk, SharedSecretVerifier(SECRET))]
    handlers: dict[Any, Any] = {RampartError: of_ours, HTTPException: of_http}
    found: list[tuple[int, dict[str, object]]] = []
    with create_test_client(routes, exception_handlers=handlers) as client:
        for method, path, more in calls:
            headers = {"authorization": signed("anna"), **more}
            url = f"/api/v1/entities/{path}/lock"
            body: dict[str, object] | None = {} if method == "POST" else None
            answer = client.request(method, url, headers=headers, json=body)
            found.append((answer.status_code, answer.json() if answer.content else {}))
    return found


def signed(user: str) -> str:
    claims = {"sub": user, "name": user.title(), "tenant": "acme", "exp": ENDS_AT}
    return "Bearer " + jwt.encode(claims, SECRET, "HS256")


def test_a_lock_is_taken_prolonged_and_let_go_over_http() -> None:
    instance = Instance()
    ((status, held),) = locking(instance, [("POST", "order/1", {})])
    assert status == 201
    token = {"lock-token": str(held["token"])}
    ben = {"authorization": signed("ben")}
    calls = [
        ("POST", "order/1", ben),
        ("PUT", "order/1", token),
        ("PUT", "order/1", {**token, **ben}),
        ("DELETE", "order/1", token),
        ("DELETE", "order/1", token),
        ("POST", "unicorn/1", {}),
        ("POST", "order/1", {"authorization": ""}),
    ]
    found = locking(instance, calls)
    assert [status for status, _ in found] == [423, 200, 403, 204, 409, 404, 401]
    assert (found[0][1]["type"], found[0][1]["holder"]) == ("/problems/lck-006", "Anna")
    assert found[1][1]["fence"] == held["fence"]


def test_without_the_table_it_is_said_that_trying_again_may_help() -> None:
    instance = Instance()
    instance.table.away = True
    ((status, body),) = locking(instance, [("POST", "order/1", {})])
    assert (status, body["type"]) == (503, "/problems/lck-001")


def test_the_scheme_is_read_in_any_case() -> None:
    assert bearer("bEARER abc") == "abc"
    with pytest.raises(TokenRefused):
        bearer("")
