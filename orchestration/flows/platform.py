"""The ports a service was composed with, in one frozen bundle."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orchestration.flows.build_tools import BuildTools
from orchestration.flows.publish_model import PublishTools
from orchestration.flows.refresh_preaggregations import RefreshTools
from orchestration.flows.take_in_events import IntakeTools
from orchestration.ports.compiler import ModelCompiler
from orchestration.ports.event_sink import EventSink
from orchestration.ports.event_source import EventSource
from orchestration.ports.model_store import ModelStore
from orchestration.ports.publications import Publications


@dataclass(frozen=True, slots=True)
class Platform:
    """What flows are handed by whoever composes them: the code location, the command line."""

    topic: str
    source: EventSource
    sink: EventSink
    publications: Publications
    store: ModelStore
    compiler: ModelCompiler
    committed: Callable[[], Mapping[str, str]]  # the model files in the working tree
    build: BuildTools
    intake: IntakeTools

    @property
    def refresh(self) -> RefreshTools:
        """What one refresh run works with."""
        return RefreshTools(self.publications, self.intake, self.build)

    @property
    def publish(self) -> PublishTools:
        """What publishing works with."""
        return PublishTools(self.publications, self.store, self.sink, self.build)
