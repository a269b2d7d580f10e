"""What nobody expected."""

import json
import logging

import pytest

from presence_api.middleware.failures import Failures, RequestFailed
from presence_api.middleware.request_contexts import RequestContexts
from tests.fakes.asgi import FakeApp, ask


def test_its_words_are_in_the_log_and_not_in_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    broken = FakeApp(error=ValueError("password=hunter2"), begun=False)
    answer = ask(RequestContexts(Failures(broken)), fields={"x-request-id": "request-1"})
    body = json.loads(answer.body)
    assert answer.fields["content-type"] == "application/problem+json"
    assert (answer.status, body["status"]) == (500, 500)
    assert (body["type"], body["request_id"]) == ("/problems/web-004", "request-1")
    assert body["detail"] == RequestFailed.hint
    assert b"hunter2" not in answer.body
    assert "hunter2" in caplog.text


def test_an_answer_that_has_begun_cannot_be_taken_back() -> None:
    with pytest.raises(ValueError, match="late"):
        ask(Failures(FakeApp(error=ValueError("late"))))


def test_a_websocket_gets_no_http_answer() -> None:
    with pytest.raises(ValueError, match="x"):
        ask(Failures(FakeApp(error=ValueError("x"), begun=False)), kind="websocket")


def test_what_goes_well_goes_on(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    assert ask(Failures(FakeApp())).body == b"done"
    assert caplog.records == []
