"""What an operator does is put on record."""

import pytest

from metamodel.events.platform_audit_event import PlatformAuditEvent
from metamodel.kernel.errors import RampartError
from ops.cli._recording import NotOnRecord, actor_of, on_record
from orchestration.settings import Settings
from tests.fakes.event_sink import FakeEventSink


class Refused(RampartError):
    """Never passes."""

    code = "TST-003"


class Away(RampartError):
    """May pass."""

    code = "TST-004"
    retryable = True


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> FakeEventSink:
    made = FakeEventSink()
    monkeypatch.setattr("orchestration.composition.event_sink", lambda _: made)
    return made


def recorded(sink: FakeEventSink) -> tuple[str, str]:
    (event,) = sink.published[PlatformAuditEvent.name]
    return event["outcome"], event["reason"]


def act(error: Exception | None = None) -> None:
    with on_record(Settings(), "thing.done", "thing", "7", reason="because"):
        if error is not None:
            raise error


def test_what_was_done_is_on_record(sink: FakeEventSink) -> None:
    act()
    assert recorded(sink) == ("SUCCEEDED", "because")


@pytest.mark.parametrize(("error", "outcome"), [(Refused("no"), "REFUSED"), (Away(), "FAILED")])
def test_what_was_not_done_is_on_record_too(
    sink: FakeEventSink, error: RampartError, outcome: str
) -> None:
    with pytest.raises(type(error)):
        act(error)
    assert recorded(sink) == (outcome, f"because: {error.code}")


def test_what_was_done_without_a_record_says_so(sink: FakeEventSink) -> None:
    sink.down = True
    with pytest.raises(NotOnRecord, match="KAFKA-004"):
        act()


def test_a_fault_is_told_before_that_it_is_not_on_record(sink: FakeEventSink) -> None:
    sink.down = True
    with pytest.raises(Refused) as caught:
        act(Refused("no"))
    assert any("not on record" in note for note in caught.value.__notes__)


def test_the_actor_is_the_brokers_name_or_an_opaque_one() -> None:
    assert actor_of(Settings(kafka_user="operator")) == "operator"
    assert actor_of(Settings()).startswith("operator-")
