"""One run's work: take its events in, build what is dirty and due, say what became of it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from metamodel.events.core_reporting_preagg_status import BuildState, PreaggStatus
from metamodel.kernel.errors import RampartError
from orchestration.flows.build_preaggregation import (
    BuildReport,
    PartitionsNotBuilt,
    build_preaggregation,
)
from orchestration.flows.build_tools import BuildTools
from orchestration.flows.find_rollups import (
    RollupCatalogue,
    find_current_rollups,
    find_rollups,
)
from orchestration.flows.take_in_events import (
    EventBatch,
    IntakeReport,
    IntakeTools,
    take_in_events,
)
from orchestration.ports.publications import Publications

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class RefreshRequest:
    """What a run was asked for: a batch of events, rollups that are due, or rollups by hand."""

    batch: EventBatch | None = None
    rollups: tuple[str, ...] = ()  # `cube.name`
    wanted: bool = False  # by hand: want their partitions first
    start: date | None = None
    end: date | None = None


@dataclass(slots=True)
class RefreshReport:
    """What the run did, rollup by rollup."""

    intake: IntakeReport | None = None
    builds: list[BuildReport] = field(default_factory=list)

    def raise_failures(self) -> None:
        """Raise PartitionsNotBuilt, for all rollups at once, if any partition failed."""
        failed = [report for report in self.builds if report.failures]
        if failed:
            reasons = {
                f"{report.rollup.path} {partition}": why
                for report in failed
                for partition, why in report.failures.items()
            }
            raise PartitionsNotBuilt(", ".join(item.rollup.path for item in failed), reasons)


@dataclass(frozen=True, slots=True)
class RefreshTools:
    """What a run works with."""

    publications: Publications
    intake: IntakeTools
    build: BuildTools


def refresh_preaggregations(
    request: RefreshRequest, tools: RefreshTools, *, run_id: str
) -> RefreshReport:
    """Do one run's work. Partitions that fail are in the report; ports' errors are raised."""
    report = RefreshReport()
    tools.intake.sink.open()
    catalogue = find_current_rollups(tools.publications)
    paths = set(request.rollups)
    if request.batch:
        # Every version that has a folder hears of it, so that rolling back serves nothing old.
        known = find_rollups(tools.publications)
        report.intake = take_in_events(request.batch, known, tools.intake, run_id=run_id)
        paths |= report.intake.rollups
    if request.wanted:
        _want(request, catalogue, tools)
    for served in catalogue.named(paths):
        build = build_preaggregation(served, tools.build, run_id=run_id)
        report.builds.append(build)
        _announce(build, tools, run_id)
    return report


def _want(request: RefreshRequest, catalogue: RollupCatalogue, tools: RefreshTools) -> None:
    keys = {
        key for path in request.rollups for key in catalogue.keys(path, request.start, request.end)
    }
    tools.build.ledger.want(keys)


def _announce(build: BuildReport, tools: RefreshTools, run_id: str) -> None:
    """Hints for those who show reports; losing one costs them a look at the ledger."""
    events = [
        _status(build, BuildState.BUILT, [item.partition for item in build.built], run_id, tools)
        if build.built
        else None,
        _status(build, BuildState.FAILED, sorted(build.failures), run_id, tools)
        if build.failures
        else None,
    ]
    try:
        tools.intake.sink.publish(PreaggStatus.name, [event for event in events if event])
    except RampartError as error:
        _LOG.warning("status of %s was not announced: %s", build.rollup.path, error.explain())


def _status(
    build: BuildReport,
    state: BuildState,
    partitions: Sequence[str],
    run_id: str,
    tools: RefreshTools,
) -> dict[str, object]:
    rollup = build.rollup
    by_id = {item.id: item for item in rollup.partitions()}
    ranges = [by_id[name] for name in partitions if name in by_id]
    built = state is BuildState.BUILT
    return PreaggStatus.new(
        tools.build.clock.now(),
        cube=rollup.cube,
        pre_aggregation=rollup.name,
        rollup_fp=rollup.rollup_fp,
        version=build.version,
        partitions=list(partitions),
        range_start=min(ranges).start.date() if ranges else None,
        range_end=max(ranges).last_day if ranges else None,
        state=state.value,
        data_epoch=max(item.data_epoch for item in build.built) if built else None,
        rows=build.rows if built else None,
        duration_s=max((item.duration_s for item in build.built), default=0.0),
        error=None if built else "; ".join(sorted(set(build.failures.values()))),
        run_id=run_id,
    )
