"""A topic with its retry topics, a handler that fails as told, and members that may die."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from metamodel.events.platform_audit_event import PlatformAuditEvent
from metamodel.kernel.errors import RampartError
from orchestration.flows.consume_events import Consumption
from orchestration.flows.consumed_event import Event
from orchestration.flows.consumer_parts import ConsumerHealth, ConsumerTools, Stages
from orchestration.ports.event_source import Record
from tests.fakes.clock import FakeClock
from tests.fakes.consumer_group import FakeConsumerGroup, FakeGroupLog
from tests.fakes.event_sink import FakeEventSink

STAGES = Stages(PlatformAuditEvent, "rampart.test")
TOPIC, RETRIES = STAGES.topics[0], STAGES.topics[1:]
LETTERS = PlatformAuditEvent.dead_letter_topic()
MOMENT = datetime(2026, 1, 2, tzinfo=UTC)
OK, TRANSIENT, PERMANENT, UNKNOWN = "ok", "transient", "permanent", "unknown"


class Away(RampartError):
    """May pass."""

    code = "TST-001"
    retryable = True


class Refused(RampartError):
    """Never passes."""

    code = "TST-002"


class Killed(BaseException):
    """The process is gone."""


class Ground:
    """A topic with its retry topics, a handler that keeps effects, and members that may die.

    `fates` says by reason what an event meets, attempt by attempt; then it is well.
    """

    def __init__(self, fates: Mapping[str, Sequence[str]] | None = None) -> None:
        self.clock = FakeClock()
        self.sink = FakeEventSink()
        self.log = FakeGroupLog(self.sink, STAGES.topics)
        self.effects: dict[UUID, str] = {}  # by event id, in order of the first effect
        self.calls = 0
        self.health = ConsumerHealth()
        self.told_to_end: Callable[[], bool] = lambda: False
        self._fates = {name: list(fate) for name, fate in (fates or {}).items()}
        self.member = self.join()

    def join(self) -> FakeConsumerGroup:
        self.member = FakeConsumerGroup(self.log)
        self.health = ConsumerHealth()
        tools = ConsumerTools(
            self.member, self.sink, self.sink.codec, self.clock, self.health, lambda: 0.5
        )
        self.consumption = Consumption(STAGES, self.handle, tools, self.pause)
        return self.member

    def pause(self, seconds: float) -> bool:
        self.clock.advance(seconds)
        return self.told_to_end()

    def send(self, *reasons: str, actor: str = "one") -> None:
        for reason in reasons:
            payload = PlatformAuditEvent.new(
                MOMENT,
                actor=actor,
                action="thing.done",
                object_kind="thing",
                object_id="7",
                outcome="SUCCEEDED",
                reason=reason,
                tenant=None,
                operation_id=None,
            )
            self.sink.publish(TOPIC, [payload])

    def handle(self, events: Sequence[Event]) -> None:
        self.calls += 1
        for event in events:
            fate = self._fates.get(event.payload["reason"])
            match fate.pop(0) if fate else OK:
                case "transient":
                    raise Away("the table is away")
                case "permanent":
                    raise Refused("not this one")
                case "unknown":
                    raise KeyError("surprise")
        for event in events:
            self.effects.setdefault(event.event_id, event.payload["reason"])

    def rest(self, most: int = 300) -> None:
        """Let members work until nothing is pending; time passes in each step."""
        for _ in range(most):
            if not self.log.pending:
                return
            self.consumption.step()
            self.clock.advance(20)
        raise AssertionError(f"{self.log.pending} records are still pending")

    @property
    def done(self) -> list[str]:
        return list(self.effects.values())

    @property
    def dead(self) -> list[str]:
        decode = self.sink.codec.decode
        return [decode(TOPIC, letter.record.value)["reason"] for letter in self.sink.buried]

    def lying(self, topic: str) -> Sequence[Record]:
        return self.sink.log(topic)
