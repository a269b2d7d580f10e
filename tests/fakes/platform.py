"""All fakes wired together, as the composition root wires the real adapters."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.modelgen.generated import GeneratedModel
from orchestration.flows.build_tools import BuildLimits, BuildTools
from orchestration.flows.platform import Platform
from orchestration.flows.publish_model import PreparedModel, PublishReport, PublishTools
from orchestration.flows.publish_model import publish_model as publish
from orchestration.flows.refresh_preaggregations import RefreshTools
from orchestration.flows.take_in_events import IntakeTools
from tests.fakes.clock import FakeClock
from tests.fakes.compiler import FakeCompiler
from tests.fakes.cube import FakeCube
from tests.fakes.event_sink import FakeEventSink
from tests.fakes.event_source import FakeEventSource
from tests.fakes.ledger import FakeLedger
from tests.fakes.publications import FakeModelStore, FakePublications, FakeRollupTables
from tests.fakes.rollups import model

CODEC = Codec.committed()
TOPIC = PreaggRefresh.name


@dataclass
class FakePlatform:
    """A platform without a network; `publish` makes a model current, `send` produces events."""

    clock: FakeClock = field(default_factory=FakeClock)
    cube: FakeCube = field(default_factory=FakeCube)
    sink: FakeEventSink = field(default_factory=lambda: FakeEventSink(CODEC))
    store: FakeModelStore = field(default_factory=FakeModelStore)
    limits: BuildLimits = field(default_factory=BuildLimits)
    compiler: FakeCompiler = field(default_factory=FakeCompiler)
    committed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger = FakeLedger(self.clock)
        self.source = FakeEventSource(TOPIC, clock=self.clock)
        self.publications = FakePublications(self.clock)
        self.tables = FakeRollupTables(self.cube.tables)

    @property
    def build_tools(self) -> BuildTools:
        return BuildTools(self.cube, self.ledger, self.tables, self.clock, self.limits)

    @property
    def intake_tools(self) -> IntakeTools:
        decode = partial(CODEC.decode, TOPIC)
        return IntakeTools(self.source, self.sink, self.ledger, decode)

    @property
    def refresh_tools(self) -> RefreshTools:
        return RefreshTools(self.publications, self.intake_tools, self.build_tools)

    @property
    def publish_tools(self) -> PublishTools:
        return PublishTools(self.publications, self.store, self.sink, self.build_tools)

    @property
    def composed(self) -> Platform:
        """The same as the composition root hands it out."""
        return Platform(
            topic=TOPIC,
            source=self.source,
            sink=self.sink,
            publications=self.publications,
            store=self.store,
            compiler=self.compiler,
            committed=lambda: self.committed,
            build=self.build_tools,
            intake=self.intake_tools,
        )

    def publish(self, generated: GeneratedModel | None = None) -> PublishReport:
        """Publish a model that the fake Cube serves at once."""
        made = generated or model()
        self.cube.serve(made.version, made.cube_fps, made.rollups)
        prepared = PreparedModel(made, {"name": made.name})
        return publish(made.name, lambda: prepared, self.publish_tools, run_id="publish")

    def send(
        self, cube: str = "orders", name: str = "by_day", *, partition: int = 0, **days: Any
    ) -> int:
        """Produce one refresh event; its offset."""
        event = PreaggRefresh.new(
            datetime(2026, 1, 1, tzinfo=UTC),
            cube=cube,
            pre_aggregation=name,
            range_start=days.get("start"),
            range_end=days.get("end"),
            requested_by="test",
            reason="test",
        )
        return self.source.append(CODEC.encode(TOPIC, event), partition=partition)

    def without_pause(self) -> "FakePlatform":
        """Rebuild at once, however new a table is."""
        self.limits = replace(self.limits, min_rebuild_interval_s=0.0)
        return self
