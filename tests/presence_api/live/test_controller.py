"""`POST /api/v1/ws/ticket`."""

import jwt
import pytest
from litestar.exceptions import HTTPException
from litestar.testing import create_test_client

from metamodel.kernel.clock import SystemClock
from metamodel.kernel.errors import RampartError
from presence_api.adapters.token_verifier_jwt import SharedSecretVerifier
from presence_api.live.controller import bearer, ticket_route
from presence_api.live.handshake import Door
from presence_api.live.live import Live, LoopTimers
from presence_api.live.rooms.person import Person
from presence_api.ports.token_verifier import TokenRefused
from presence_api.problems import of_http, of_ours
from tests.fakes.instance import Instance

SECRET = "s" * 32
ENDS_AT = int(SystemClock().now().timestamp()) + 600
ANNA = Person("anna", "Anna", "acme")


def ask(
    instance: Instance, body: object, authorization: str | None = None
) -> tuple[int, dict[str, object]]:
    claims = {"sub": "anna", "name": "Anna", "tenant": "acme", "exp": ENDS_AT}
    field = authorization or "Bearer " + jwt.encode(claims, SECRET, "HS256")
    live = Live(instance.sessions, Door((), instance.tickets), LoopTimers())
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
    for person, resumes in ((ANNA, 7), (Person("eve", "Eve", "acme"), None)):
        _, body = ask(instance, {"resume": instance.tickets.resume_token(7, person)})
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


def test_the_scheme_is_read_in_any_case() -> None:
    assert bearer("bEARER abc") == "abc"
    with pytest.raises(TokenRefused):
        bearer("")
