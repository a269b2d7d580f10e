"""What the ledger says of each asset, judged at the end of every run that touches it."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date, timedelta

import dagster as dg

from metamodel.kernel.errors import RampartError
from metamodel.modelgen.rollup import Rollup
from orchestration.defs.preaggregations.runs import RefreshRuns
from orchestration.flows.find_rollups import partition_keys
from orchestration.flows.plan_due_builds import find_unsettled
from orchestration.flows.platform import Platform
from orchestration.flows.refresh_preaggregations import RefreshReport
from orchestration.ports.ledger import Loss, PartitionState

SERVABLE, UP_TO_DATE, WITHIN_EXTENT = "servable", "up_to_date", "within_extent"
NO_LOSS, NO_DEAD_LETTERS, NO_HOLES = "no_loss", "no_dead_letters", "no_holes"
EXTENT_WARNING = timedelta(days=365)
ALARMING_FAILURES = 4

_ROLLUP_CHECKS = {
    SERVABLE: "Every partition of the extent has a table, so no query is answered short.",
    UP_TO_DATE: "No partition is dirty: all that events asked for is built.",
    WITHIN_EXTENT: "No row lies outside the extent, and the extent lasts for another year.",
}
_INTAKE_CHECKS = {
    NO_LOSS: "No offsets were lost to retention or a topic made anew, or the loss was accepted.",
    NO_DEAD_LETTERS: "Every event of the newest intake was understood.",
    NO_HOLES: "Every offset behind the sensor's position is taken in, or by a run under way.",
}


def check_specs(
    intake: dg.AssetKey, rollups: Mapping[dg.AssetKey, Rollup]
) -> list[dg.AssetCheckSpec]:
    """The checks of the intake and of every rollup."""
    specs = [
        dg.AssetCheckSpec(name, asset=key, description=words)
        for key in rollups
        for name, words in _ROLLUP_CHECKS.items()
    ]
    specs += [
        dg.AssetCheckSpec(name, asset=intake, description=words)
        for name, words in _INTAKE_CHECKS.items()
    ]
    return specs


def judge(
    selected: AbstractSet[dg.AssetCheckKey],
    platform: Platform,
    intake: dg.AssetKey,
    rollups: Mapping[dg.AssetKey, Rollup],
    report: RefreshReport,
) -> Iterator[dg.AssetCheckResult]:
    """Results for the selected checks."""
    for key, rollup in rollups.items():
        for result in _judge_rollup(key, rollup, platform):
            if result.asset_key and dg.AssetCheckKey(key, result.check_name or "") in selected:
                yield result
    for result in _judge_intake(intake, platform, report):
        if dg.AssetCheckKey(intake, result.check_name or "") in selected:
            yield result


def judge_holes(
    selected: AbstractSet[dg.AssetCheckKey],
    platform: Platform,
    intake: dg.AssetKey,
    runs: RefreshRuns,
    run_id: str,
) -> Iterator[dg.AssetCheckResult]:
    """The result for what no run has settled; also of a run that fails, which counts as failed.

    Nothing where ledger or position cannot be read: then the run says so itself.
    """
    if dg.AssetCheckKey(intake, NO_HOLES) not in selected:
        return
    try:
        cursor = runs.position()
        earlier = [
            replace(run, finished=True) if run.run_id == run_id else run
            for run in runs.earlier(platform.build.clock.now())
        ]
        ledger = platform.build.ledger
        holes = find_unsettled(cursor, topic=platform.topic, ledger=ledger, earlier=earlier)
    except RampartError:
        return
    failures = max((hole.attempt - 1 for hole in holes), default=0)
    alarming = failures >= ALARMING_FAILURES
    words = [item for hole in holes for item in (*map(str, hole.ranges), *_words(hole.losses))]
    yield dg.AssetCheckResult(
        asset_key=intake,
        check_name=NO_HOLES,
        passed=not holes,
        severity=dg.AssetCheckSeverity.ERROR if alarming else dg.AssetCheckSeverity.WARN,
        metadata={"unsettled": ", ".join(words) or "none", "failures_in_a_row": failures},
    )


def _judge_rollup(
    key: dg.AssetKey, rollup: Rollup, platform: Platform
) -> Iterator[dg.AssetCheckResult]:
    ledger = platform.build.ledger
    states = {state.key: state for state in ledger.states([rollup.rollup_fp])}
    wanted = partition_keys(rollup)
    missing = sorted(
        item.partition for item in wanted if item not in states or not states[item].servable
    )
    yield dg.AssetCheckResult(
        asset_key=key,
        check_name=SERVABLE,
        passed=not missing,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"partitions": len(wanted), "missing": len(missing), "first": str(missing[:5])},
    )
    yield _judge_dirt(key, [state for state in states.values() if state.dirty])
    evidence = ledger.outside([rollup.rollup_fp]).get(rollup.rollup_fp)
    today = ledger.now().date()
    yield _judge_extent(key, rollup, evidence, today)


def _judge_dirt(key: dg.AssetKey, dirty: list[PartitionState]) -> dg.AssetCheckResult:
    failures = max((state.failures for state in dirty), default=0)
    alarming = failures >= ALARMING_FAILURES
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=UP_TO_DATE,
        passed=not dirty,
        severity=dg.AssetCheckSeverity.ERROR if alarming else dg.AssetCheckSeverity.WARN,
        metadata={
            "dirty": len(dirty),
            "failures_in_a_row": failures,
            "oldest_wanted_at": str(min((state.wanted_at for state in dirty), default="")),
        },
    )


def _judge_extent(
    key: dg.AssetKey, rollup: Rollup, evidence: str | None, today: date
) -> dg.AssetCheckResult:
    left = rollup.extent.end - today
    ending = left < EXTENT_WARNING
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=WITHIN_EXTENT,
        passed=evidence is None and not ending,
        severity=dg.AssetCheckSeverity.ERROR if evidence else dg.AssetCheckSeverity.WARN,
        metadata={"days_left": left.days, "outside": evidence or "no row seen"},
    )


def _judge_intake(
    key: dg.AssetKey, platform: Platform, report: RefreshReport
) -> Iterator[dg.AssetCheckResult]:
    losses = platform.build.ledger.losses(platform.topic)
    words = ", ".join(_words(losses))
    yield dg.AssetCheckResult(
        asset_key=key,
        check_name=NO_LOSS,
        passed=not losses,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"lost": words or "none", "cure": "rampart preagg resume --accept-loss"},
    )
    if report.intake is not None:
        dead = report.intake.dead
        yield dg.AssetCheckResult(
            asset_key=key,
            check_name=NO_DEAD_LETTERS,
            passed=not dead,
            severity=dg.AssetCheckSeverity.WARN,
            metadata={"dead_lettered": len(dead), "first": dead[0].reason if dead else "none"},
        )


def _words(losses: Sequence[Loss]) -> list[str]:
    return [loss.words for loss in losses]
