"""One run's work: take its events in, build what is dirty and due, say what became of it."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

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
from orchestration.ports.ledger import PartitionKey
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
    """What the run did, rollup by rollup.

    `unmet` says, for a run by hand, why something was not built that it was started for: by
    `cube.name`, or `cube.name partition`.
    """

    intake: IntakeReport | None = None
    builds: list[BuildReport] = field(default_factory=list)
    unmet: dict[str, str] = field(default_factory=dict)

    def raise_failures(self) -> None:
        """Raise PartitionsNotBuilt, for all rollups at once, if any partition was not built."""
        reasons = {
            f"{report.rollup.path} {partition}": why
            for report in self.builds
            for partition, why in report.failures.items()
        }
        reasons = {**self.unmet, **reasons}
        if reasons:
            rollups = sorted({name.partition(" ")[0] for name in reasons})
            raise PartitionsNotBuilt(", ".join(rollups), reasons)


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
    began = tools.build.ledger.now()
    by_hand = _want(request, catalogue, tools) if request.wanted else {}
    for served in catalogue.named(paths):
        names = {key.partition for key in by_hand.get(served.rollup.path, ())}
        # Somebody waits for what was asked for by hand: no pause counts for it.
        build = build_preaggregation(served, tools.build, run_id=run_id, at_once=names)
        report.builds.append(build)
        _announce(build, tools, run_id)
        report.unmet |= _unbuilt(build, names, began, tools)
    report.unmet |= {
        path: f"no partition of a model that serves lies in {request.start} to {request.end}"
        if catalogue.known(path)
        else "no model that serves has this pre-aggregation: publish one first"
        for path, keys in by_hand.items()
        if not keys
    }
    return report


def _want(
    request: RefreshRequest, catalogue: RollupCatalogue, tools: RefreshTools
) -> dict[str, set[PartitionKey]]:
    """Want what was asked for by hand; by path, the partitions that are meant."""
    keys = {
        path: catalogue.keys(path, request.start, request.end) for path in sorted(request.rollups)
    }
    tools.build.ledger.want({key for of_path in keys.values() for key in of_path})
    return keys


def _unbuilt(
    build: BuildReport, names: Collection[str], began: datetime, tools: RefreshTools
) -> dict[str, str]:
    """Why partitions have no build that began after `began`, by name."""
    rollup = build.rollup
    left = [
        f"{rollup.path} {state.key.partition}"
        for state in tools.build.ledger.states([rollup.rollup_fp] if names else ())
        if state.key.timezone == rollup.timezone
        and state.key.partition in names
        and (state.built_from is None or state.built_from < began)
    ]
    if left and build.busy_elsewhere:
        return {rollup.path: "somebody else is building it; what is wanted is built after them"}
    why = "it is wanted, and built once the attempt under way has ended or its lease is over"
    return dict.fromkeys(left, why)


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
