"""The log of changes, as a port."""

from presence_api.ports.event_log import EventLog, EventLogUnavailable, LogRead
from tests.fakes.event_log import FakeEventLog


def test_the_fake_is_a_log_and_trying_again_may_help() -> None:
    log: EventLog = FakeEventLog()
    assert log is not None
    assert EventLogUnavailable("x").retryable


def test_a_log_is_current_only_if_that_is_said() -> None:
    assert not LogRead().current
