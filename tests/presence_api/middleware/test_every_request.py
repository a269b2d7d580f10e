"""All that every request goes through."""

import pytest

from presence_api.middleware.draining import Drain
from presence_api.middleware.every_request import every_request
from tests.fakes.asgi import Answer, FakeApp, ask
from tests.fakes.clock import FakeClock

ALWAYS = {
    "x-request-id",
    "content-security-policy",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "strict-transport-security",
    "access-control-allow-origin",
}


def asked(app: FakeApp, method: str = "GET") -> Answer:
    whole = every_request(
        app, clock=FakeClock(), origins={"https://a.example"}, https=True, drain=Drain()
    )
    fields = {"origin": "https://a.example", "access-control-request-method": "PUT"}
    return ask(whole, method=method, fields=fields)


@pytest.mark.parametrize(
    ("app", "method", "status"),
    [
        (FakeApp(), "GET", 200),
        (FakeApp(status=404), "GET", 404),
        (FakeApp(error=ValueError("x"), begun=False), "GET", 500),
        (FakeApp(), "OPTIONS", 204),
    ],
)
def test_whoever_answers_the_answer_has_all_fields(app: FakeApp, method: str, status: int) -> None:
    answer = asked(app, method)
    assert answer.status == status
    assert answer.fields.keys() >= ALWAYS
    assert len(answer.fields["x-request-id"]) == 32


def test_ids_in_paths_stay_as_they_are() -> None:
    app = FakeApp()
    whole = every_request(app, clock=FakeClock(), origins=(), https=False, drain=Drain())
    ask(whole, "/api/v1/entities/order/a%2Fb")
    assert app.asked[0]["path"] == "/api/v1/entities/order/a%2Fb"
