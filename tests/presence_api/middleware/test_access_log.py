"""What is written down of requests."""

import logging

import pytest

from presence_api.middleware.access_log import UNANSWERED, AccessLog
from tests.fakes.asgi import FakeApp, ask
from tests.fakes.clock import FakeClock


class Slow(FakeApp):
    clock: FakeClock

    def seen(self) -> None:
        self.clock.advance(0.25)


def lines(caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    return [one for one in caplog.records if one.name == "presence_api.middleware.access_log"]


def test_a_line_says_what_was_asked_what_came_of_it_and_how_long_it_took(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("INFO")
    app = Slow(status=404)
    app.clock = FakeClock()
    ask(AccessLog(app, app.clock), "/api/v1/a%0Ab?token=secret", fields={"authorization": "secret"})
    (line,) = lines(caplog)
    assert line.getMessage() == "GET /api/v1/a%0Ab 404"
    facts = ("GET", "/api/v1/a%0Ab", 404, 250.0)
    assert tuple(vars(line)[name] for name in ("method", "path", "status", "took_ms")) == facts
    assert "secret" not in str(vars(line))


def test_probes_are_for_those_who_debug(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    for path in ("/health/live", "/metrics"):
        ask(AccessLog(FakeApp(), FakeClock()), path)
    assert {line.levelname for line in lines(caplog)} == {"DEBUG"}


def test_what_breaks_is_written_down_too(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    broken = FakeApp(error=ValueError("x"), begun=False)
    with pytest.raises(ValueError, match="x"):
        ask(AccessLog(broken, FakeClock()))
    assert [vars(line)["status"] for line in lines(caplog)] == [UNANSWERED]


def test_of_websockets_it_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    ask(AccessLog(FakeApp(), FakeClock()), kind="websocket")
    assert lines(caplog) == []
