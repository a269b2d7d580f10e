"""Ids of requests."""

import pytest

from presence_api.middleware.request_contexts import RequestContexts
from presence_api.request_context import RequestContext, current_request
from tests.fakes.asgi import FakeApp, ask

MADE = "ab" * 16
TRACED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


class Watching(FakeApp):
    request: RequestContext | None = None

    def seen(self) -> None:
        self.request = current_request()


def asked(app: FakeApp, **fields: str) -> str | None:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    found = ask(RequestContexts(app, lambda size: "ab" * size), fields=named)
    return found.fields.get("x-request-id")


@pytest.mark.parametrize("said", ["12345678", "a.b_C-9" * 4, "0" * 64])
def test_a_well_formed_id_is_taken_over(said: str) -> None:
    app = Watching()
    assert asked(app, x_request_id=said) == said
    assert app.request is not None
    assert app.request.request_id == said


@pytest.mark.parametrize("said", ["", "short", "0" * 65, "with space", "új-azonosító", '"quoted"'])
def test_any_other_is_replaced(said: str) -> None:
    assert asked(Watching(), x_request_id=said) == MADE


def test_a_request_belongs_to_the_trace_of_its_caller() -> None:
    app = Watching()
    asked(app, traceparent=TRACED)
    assert app.request is not None
    assert app.request.trace.trace_id == TRACED[3:35]
    assert current_request() is None


def test_what_is_no_http_goes_on_as_it_is() -> None:
    app = Watching()
    answer = ask(RequestContexts(app), kind="websocket")
    assert (answer.fields, app.request) == ({}, None)
