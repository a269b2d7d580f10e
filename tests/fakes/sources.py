"""Everything that a scrape looks at, in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.events.platform_audit_event import PlatformAuditEvent
from ops.monitoring.heartbeat import Heartbeat
from ops.monitoring.sources import Declared, Sources
from orchestration.flows.dead_letters import Box
from orchestration.flows.watch_streaming import StreamingWatch
from orchestration.ports.build_figures import DURATION_BUCKETS_S, BuildFigures, IntakeFigures
from orchestration.ports.bulk_figures import BulkFigures
from orchestration.ports.certificates import CertificateUnseen, SeenCertificate
from orchestration.ports.ledger import LedgerUnavailable
from orchestration.ports.outbox_figures import OutboxFigures
from orchestration.ports.schema_registry import RegistryUnavailable
from tests.fakes.clock import START, FakeClock
from tests.fakes.dispositions import FakeDispositions
from tests.fakes.event_source import FakeEventSource
from tests.fakes.group_positions import FakeGroupPositions
from tests.fakes.log_offsets import FakeLogOffsets
from tests.fakes.platform import FakePlatform
from tests.fakes.probe_line import FakeProbeLine
from tests.fakes.schema_registry import FakeSchemaRegistry
from tests.fakes.sensor_control import FakeSensorControl
from tests.fakes.streaming_admin import FakeStreamingAdmin
from tests.metamodel.streaming.shop import desired

RETRY = PlatformAuditEvent.retry_topics()[0]
DECLARED = Declared(
    topics=frozenset({PreaggRefresh.name, PlatformAuditEvent.name, RETRY, "compacted.v1"}),
    compacted=frozenset({"compacted.v1"}),
    waits_s={RETRY: 30},
    group_prefixes=("rampart.",),
    dead_letters={PreaggRefresh.name: PreaggRefresh.dead_letter_topic()},
)


class FakeFigures:
    """Two builds and a failure."""

    def builds(self) -> Sequence[BuildFigures]:
        within = tuple(int(edge >= 1) * 2 for edge in DURATION_BUCKETS_S)
        return (BuildFigures("orders.by_day", 1, 2, 1.5, within),)

    def intakes(self, topic: str) -> IntakeFigures:
        return IntakeFigures(events=7, dead=2, offsets_lost=0, open_losses=0)


@dataclass
class FakeOutbox:
    """What it holds is set."""

    held: OutboxFigures = field(default_factory=lambda: OutboxFigures(0, 0.0))
    down: bool = False

    def backlog(self) -> OutboxFigures:
        if self.down:
            raise LedgerUnavailable("the fake is away")
        return self.held


@dataclass
class FakeBulkQueue:
    """What there is to do is set."""

    found: BulkFigures = field(default_factory=lambda: BulkFigures(0, 0, 0.0))
    down: bool = False

    def standing(self) -> BulkFigures:
        if self.down:
            raise LedgerUnavailable("the fake is away")
        return self.found


@dataclass
class FakeCertificates:
    """One authority, and one server with a certificate of a week."""

    until: datetime = START + timedelta(days=7)
    down: bool = False

    def seen(self) -> Sequence[SeenCertificate]:
        if self.down:
            raise CertificateUnseen("kafka:9092", "the fake does not answer")
        return [
            SeenCertificate("authority", "", START, START + timedelta(days=30)),
            SeenCertificate("server", "kafka:9092", START, self.until),
        ]


class AwayRegistry(FakeSchemaRegistry):
    """Does not answer."""

    def versions(self, subject: str) -> tuple[int, ...]:
        raise RegistryUnavailable("http://registry.test", subject)


@dataclass
class FakeSources:
    """The handles of a test; `made` is what a scrape gets."""

    clock: FakeClock = field(default_factory=FakeClock)
    platform: FakePlatform = field(default_factory=FakePlatform)
    sensor: FakeSensorControl = field(default_factory=FakeSensorControl)
    groups: FakeGroupPositions = field(default_factory=FakeGroupPositions)
    log: FakeLogOffsets = field(default_factory=FakeLogOffsets)
    outbox: FakeOutbox = field(default_factory=FakeOutbox)
    bulk: FakeBulkQueue = field(default_factory=FakeBulkQueue)
    certificates: FakeCertificates | None = field(default_factory=FakeCertificates)
    registry: FakeSchemaRegistry | None = field(default_factory=FakeSchemaRegistry)
    streaming: FakeStreamingAdmin = field(
        default_factory=lambda: FakeStreamingAdmin(desired().state)
    )
    line: FakeProbeLine = field(default_factory=FakeProbeLine)

    letters: FakeEventSource = field(
        default_factory=lambda: FakeEventSource(PreaggRefresh.dead_letter_topic(), 1)
    )
    dispositions: FakeDispositions = field(default_factory=FakeDispositions)

    def __post_init__(self) -> None:
        self.heartbeat = Heartbeat(lambda: self.line)

    @property
    def made(self) -> Sources:
        return Sources(
            platform=lambda: self.platform.composed,
            declared=lambda: DECLARED,
            figures=FakeFigures(),
            sensor=self.sensor,
            groups=self.groups,
            log=self.log,
            letter_boxes=lambda: [Box(PreaggRefresh, self.letters, self.dispositions)],
            outbox=self.outbox,
            bulk=self.bulk,
            certificates=self.certificates,
            registry=self.registry,
            drift=StreamingWatch(partial(desired), self.streaming, self.clock),
            heartbeat=self.heartbeat,
            clock=self.clock,
        )
