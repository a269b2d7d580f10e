"""Put a model version beside the one that serves, build it, and only then let it serve."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from metamodel.kernel.errors import RampartError
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.rollup import Rollup
from orchestration.flows.announce_version import announce_version
from orchestration.flows.build_preaggregation import (
    BuildReport,
    PartitionsNotBuilt,
    build_preaggregation,
)
from orchestration.flows.build_tools import BuildTools
from orchestration.flows.describe_changes import (
    NOTHING_CHANGED,
    ChangeEvidence,
    describe_changes,
    served_before,
)
from orchestration.flows.find_rollups import ServedRollup, partition_keys
from orchestration.ports.cube import Caller
from orchestration.ports.event_sink import EventSink
from orchestration.ports.ledger import PartitionState
from orchestration.ports.model_store import ModelStore
from orchestration.ports.publications import (
    NothingPublished,
    Publication,
    Publications,
    PublicationState,
)

PASSES = 2
BUSY_POLL_S = 0.5


class LandingDiffers(RampartError):
    """Cube's `/v1/meta` does not echo the fingerprints of the version that was written."""

    code = "PUB-003"
    retryable = True
    hint = "Look whether Cube reads the publish folder (RAMPART_PUBLISH_DIR) of this service."
    exit_code = 1

    def __init__(self, version: str, cubes: tuple[str, ...]) -> None:
        super().__init__(version, cubes)
        self.version, self.cubes = version, cubes

    def __str__(self) -> str:
        return f"{self.version} landed with other cubes: {', '.join(self.cubes)}"


class NotServable(RampartError):
    """Some partitions of the candidate could not be built, so it may not serve."""

    code = "PUB-004"
    retryable = True
    hint = "Cure the builds named here and publish again; the version before goes on serving."
    exit_code = 1


@dataclass(frozen=True, slots=True)
class PreparedModel:
    """A generation that passed lint, Cube's compiler and the planning of every probe."""

    model: GeneratedModel
    document: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PublishTools:
    """What publishing works with."""

    publications: Publications
    store: ModelStore
    sink: EventSink
    build: BuildTools


@dataclass(frozen=True, slots=True)
class PublishReport:
    """How a publish or a roll-back ended."""

    publication: Publication
    previous: Publication | None
    changed: bool  # False: this very version was serving already
    built_partitions: int = 0
    built_rows: int = 0
    evidence: ChangeEvidence = NOTHING_CHANGED  # against what served before it


def publish_model(
    name: str, prepare: Callable[[], PreparedModel], tools: PublishTools, *, run_id: str
) -> PublishReport:
    """Publish what `prepare` generates; whatever fails, the version that serves goes on serving.

    Raises PublishingElsewhere, what `prepare` raises (nothing was written then), LandingDiffers,
    NotServable and what the ports raise (the candidate is REFUSED then, with the reason).
    """
    tools.sink.open()  # it connects while the candidate is made
    with tools.publications.publishing(name):
        _refuse_orphans(name, tools)
        prepared = prepare()
        current = tools.publications.current(name)
        model = prepared.model
        if current and _is_served(prepared, current, tools.publications):
            told, evidence = _told(current, served_before(current, tools.publications), tools)
            return PublishReport(told, current, changed=False, evidence=evidence)
        tools.store.write(model)
        candidate = tools.publications.propose(model, prepared.document)
        return _serve(candidate, current, tools, run_id)


def _is_served(prepared: PreparedModel, current: Publication, publications: Publications) -> bool:
    """All of it: also what Cube is not told, such as who may edit what."""
    model = prepared.model
    if (model.version, model.spec_version) != (current.version, current.spec_version):
        return False
    return publications.document(current) == prepared.document


def roll_back_model(
    name: str, tools: PublishTools, *, run_id: str, to_version: str | None = None
) -> PublishReport:
    """Let an earlier version serve again: the newest that served before, or the one named."""
    with tools.publications.publishing(name):
        _refuse_orphans(name, tools)
        current = tools.publications.current(name)
        if current is None:
            raise NothingPublished(name)
        earlier = next(
            (
                item
                for item in tools.publications.history(name)
                if item.state is PublicationState.RETIRED
                and item.version != current.version
                and item.version == (to_version or item.version)
            ),
            None,
        )
        if earlier is None or not tools.store.has(earlier.version):
            raise NothingPublished(name, to_version or "no earlier version has a folder")
        return _serve(tools.publications.propose_again(earlier), current, tools, run_id)


def check_landing(publication: Publication, tools: PublishTools) -> None:
    """Raise LandingDiffers unless Cube echoes every cube's fingerprint for this version."""
    seen = tools.build.cube.cube_fps(Caller(version=publication.version, service=True))
    wrong = sorted(cube for cube, value in publication.cube_fps.items() if seen.get(cube) != value)
    if wrong:
        raise LandingDiffers(publication.version, tuple(wrong))


def _refuse_orphans(name: str, tools: PublishTools) -> None:
    for item in tools.publications.history(name):
        if item.state is PublicationState.CANDIDATE:
            tools.publications.refuse(item, "its publisher ended before the flip")


def _serve(
    candidate: Publication, previous: Publication | None, tools: PublishTools, run_id: str
) -> PublishReport:
    try:
        check_landing(candidate, tools)
        partitions, rows = _make_servable(candidate, tools, run_id)
        current = tools.publications.flip(candidate)
    except RampartError as error:
        tools.publications.refuse(candidate, error.explain())
        raise
    announced, evidence = _told(current, previous, tools)
    return PublishReport(announced, previous, True, partitions, rows, evidence)


def _make_servable(candidate: Publication, tools: PublishTools, run_id: str) -> tuple[int, int]:
    """Build until all is servable and nothing is dirty from before the last pass began."""
    ledger = tools.build.ledger
    for rollup in candidate.rollups:
        ledger.register(partition_keys(rollup))
        # Without partitions a rollup holds every row, whenever it happened.
        outside = tools.build.tables.outside(rollup) if rollup.partition else None
        ledger.note_outside(rollup.rollup_fp, outside)
    partitions = rows = 0
    for _ in range(PASSES):
        began = ledger.now()
        built = [_build(candidate, rollup, tools, run_id, began) for rollup in candidate.rollups]
        partitions += sum(count for count, _ in built)
        rows += sum(count for _, count in built)
        open_left = [
            state.key.partition
            for state in ledger.states([rollup.rollup_fp for rollup in candidate.rollups])
            if _is_open(state, began)
        ]
        if not open_left:
            return partitions, rows
    raise NotServable(candidate.version, f"{len(open_left)} partitions, {open_left[0]} first")


def _is_open(state: PartitionState, began: datetime) -> bool:
    """Must it be built before the version serves? What was wanted later may stay dirty."""
    return not state.servable or (state.dirty and state.wanted_at < began)


def _build(
    candidate: Publication, rollup: Rollup, tools: PublishTools, run_id: str, began: datetime
) -> tuple[int, int]:
    build = tools.build
    served = ServedRollup(rollup, candidate.version)
    states = build.ledger.states([rollup.rollup_fp])
    names = {state.key.partition for state in states if _is_open(state, began)}
    waited_s = 0.0
    while True:
        report = build_preaggregation(
            served, build, run_id=run_id, only=names, at_once=names, rounds=1
        )
        if not report.busy_elsewhere or waited_s > build.limits.timeout_s:
            _require_built(candidate, report)
            return len(report.built), report.rows
        build.clock.sleep(BUSY_POLL_S)
        waited_s += BUSY_POLL_S


def _require_built(candidate: Publication, report: BuildReport) -> None:
    try:
        report.raise_failures()
    except PartitionsNotBuilt as error:
        raise NotServable(candidate.version, str(error)) from error


def _told(
    current: Publication, previous: Publication | None, tools: PublishTools
) -> tuple[Publication, ChangeEvidence]:
    """The publication, announced if that is possible, and what it changed."""
    evidence = describe_changes(previous, current, tools.publications)
    announced = announce_version(
        current,
        previous,
        evidence,
        publications=tools.publications,
        sink=tools.sink,
        clock=tools.build.clock,
    )
    return announced, evidence
