"""A topic with dead letters in memory, and a sink that takes what is sent again."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from metamodel.events._contract import Topic
from metamodel.events._example import example_of
from metamodel.events.codec import Codec
from metamodel.events.failure_notes import FailureNote
from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.flows.dead_letters import Box
from orchestration.flows.replay_dead_letters import ReplayTools
from tests.fakes.clock import START, FakeClock
from tests.fakes.dispositions import FakeDispositions
from tests.fakes.event_sink import FakeEventSink
from tests.fakes.event_source import FakeEventSource

Headers = tuple[tuple[str, bytes], ...]


def note(topic: str, offset: int = 7, partition: int = 0, fault: str = "ValueError") -> FailureNote:
    """Why a consumer put a record aside."""
    return FailureNote(
        topic=topic,
        partition=partition,
        offset=offset,
        timestamp_ms=1,
        group="rampart.audit-sink",
        attempts=3,
        first_failed_at=START,
        last_failed_at=START,
        fault=fault,
        message="no room",
        trace_hash="abc",
        payload_sha256="def",
        service_version="0.1.0",
    )


@dataclass
class FakeLetters:
    """Handles of a test; `tools` is what a flow gets."""

    contract: type[Topic] = PlatformAuditEvent
    clock: FakeClock = field(default_factory=FakeClock)
    sink: FakeEventSink = field(default_factory=FakeEventSink)
    dispositions: FakeDispositions = field(default_factory=FakeDispositions)

    def __post_init__(self) -> None:
        self.source = FakeEventSource(self.contract.dead_letter_topic(), 1, self.clock)
        self.codec = Codec.committed()

    @property
    def tools(self) -> ReplayTools:
        box = Box(self.contract, self.source, self.dispositions)
        return ReplayTools([box], self.dispositions, self.sink, self.codec, self.clock)

    def event(self, number: int = 0) -> bytes:
        """An event of the topic; each number has its own."""
        payload = {**example_of(self.contract.schema), "event_id": UUID(int=number)}
        return self.codec.encode(self.contract.name, payload)

    def bury(
        self,
        value: bytes | None = None,
        *,
        key: bytes | None = b"k",
        headers: Headers | None = None,
        at: datetime | None = None,
    ) -> int:
        """A letter; without a value an event, without headers a consumer's note. Its offset."""
        return self.source.append(
            self.event() if value is None else value,
            key=key,
            headers=note(self.contract.name).headers() if headers is None else headers,
            timestamp_ms=None if at is None else int(at.timestamp() * 1000),
        )
