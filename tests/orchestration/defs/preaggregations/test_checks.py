"""What the ledger says of each asset, as checks."""

from datetime import UTC, datetime
from typing import Any

import dagster as dg
import pytest

from orchestration.defs.preaggregations.checks import check_specs, judge, judge_holes
from orchestration.defs.preaggregations.runs import RefreshRuns
from orchestration.flows.cursor import BadCursor, Cursor
from orchestration.flows.plan_due_builds import EarlierRun
from orchestration.flows.refresh_preaggregations import RefreshReport
from orchestration.flows.take_in_events import IntakeReport
from orchestration.ports.event_sink import DeadLetter
from orchestration.ports.event_source import OffsetRange, Record
from orchestration.ports.ledger import Loss, Taken
from tests.fakes.clock import FakeClock
from tests.fakes.platform import TOPIC, FakePlatform
from tests.fakes.rollups import rollup

KEY, INTAKE = dg.AssetKey(["preagg", "orders_by_day"]), dg.AssetKey(["kafka", "events"])
ROLLUPS = {KEY: rollup()}
EARLY = datetime(2024, 6, 1, tzinfo=UTC)
ALL = {dg.AssetCheckKey(spec.asset_key, spec.name) for spec in check_specs(INTAKE, ROLLUPS)}


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform(clock=FakeClock(EARLY))
    made.publish()
    return made


def found(
    platform: FakePlatform,
    report: RefreshReport | None = None,
    selected: set[dg.AssetCheckKey] | None = None,
) -> dict[str, Any]:
    results = judge(
        ALL if selected is None else selected,
        platform.composed,
        INTAKE,
        ROLLUPS,
        report or RefreshReport(intake=IntakeReport()),
    )
    return {str(item.check_name): item for item in results}


def test_a_built_rollup_passes_everything(platform: FakePlatform) -> None:
    results = found(platform)

    assert set(results) == {spec.name for spec in check_specs(INTAKE, ROLLUPS)} - {"no_holes"}
    assert all(item.passed for item in results.values())


def test_only_selected_checks_are_judged(platform: FakePlatform) -> None:
    assert set(found(platform, selected={dg.AssetCheckKey(KEY, "servable")})) == {"servable"}
    assert found(platform, selected=set()) == {}


def test_a_missing_table_is_an_error(platform: FakePlatform) -> None:
    platform.ledger.forget_tables([platform.ledger.states(["fp-1"])[0].built_table or ""])

    result = found(platform)["servable"]

    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.ERROR


def test_a_dirty_partition_is_a_warning_until_it_failed_too_often(platform: FakePlatform) -> None:
    (key, _) = (state.key for state in platform.ledger.states(["fp-1"]))
    platform.ledger.want([key])
    assert found(platform)["up_to_date"].severity is dg.AssetCheckSeverity.WARN

    for _ in range(4):
        platform.ledger.fail(platform.ledger.begin(rollup(), [key.partition], "run"), "broken")

    result = found(platform)["up_to_date"]
    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.ERROR


def test_a_row_outside_the_extent_is_an_error_with_its_evidence(platform: FakePlatform) -> None:
    platform.ledger.note_outside("fp-1", "orders holds 1990-01-01")

    result = found(platform)["within_extent"]

    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.ERROR
    assert result.metadata["outside"].value == "orders holds 1990-01-01"


def test_the_last_year_of_an_extent_is_a_warning(platform: FakePlatform) -> None:
    platform.clock.advance(86400 * 300)

    result = found(platform)["within_extent"]

    assert not result.passed
    assert result.severity is dg.AssetCheckSeverity.WARN


def test_a_loss_is_an_error_with_its_range_until_it_is_accepted(platform: FakePlatform) -> None:
    with platform.ledger.intake(TOPIC, "e", "run") as intake:
        intake.lose([Loss("e", 0, 3, 9), Loss("e", 1, 5, None)], [])

    result = found(platform)["no_loss"]
    assert not result.passed
    assert result.metadata["lost"].value == "0:3-9, 1:5-?"

    platform.ledger.accept_losses(TOPIC)
    assert found(platform)["no_loss"].passed


POSITION = Cursor("e", "t", {0: 0}, {0: 10})


class Runs(RefreshRuns):
    """What Dagster would know: a position, and runs that began at offset 0 of partition 0."""

    def __init__(self, *runs: EarlierRun, position: Cursor | None = POSITION) -> None:
        self._runs, self._position = runs, position

    def earlier(self, now: datetime) -> tuple[EarlierRun, ...]:
        return self._runs

    def position(self) -> Cursor | None:
        return self._position


def attempt(number: int, *, run_id: str = "mine", finished: bool = False) -> EarlierRun:
    ended_at = EARLY if finished else None
    ranges = (OffsetRange(0, 0, 10),)
    return EarlierRun(run_id, "", number, "e", ranges, (), finished, False, False, ended_at)


def holes(platform: FakePlatform, runs: RefreshRuns) -> list[dg.AssetCheckResult]:
    return list(judge_holes(ALL, platform.composed, INTAKE, runs, "mine"))


@pytest.mark.parametrize(
    ("number", "severity"),
    [(1, dg.AssetCheckSeverity.WARN), (4, dg.AssetCheckSeverity.ERROR)],
)
def test_offsets_that_the_failing_run_leaves_are_a_warning_and_an_error_from_the_fourth_attempt(
    platform: FakePlatform, number: int, severity: dg.AssetCheckSeverity
) -> None:
    (result,) = holes(platform, Runs(attempt(number)))

    assert not result.passed
    assert result.severity is severity
    assert result.metadata["unsettled"].value == "0:0-10"


def test_offsets_of_a_run_under_way_and_settled_ones_are_no_holes(platform: FakePlatform) -> None:
    (under_way,) = holes(platform, Runs(attempt(1, run_id="another")))
    with platform.ledger.intake(TOPIC, "e", "run") as intake:
        intake.take([Taken(OffsetRange(0, 0, 10), 1, 0)], [])
    (settled,) = holes(platform, Runs(attempt(1), attempt(1, run_id="another", finished=True)))

    assert under_way.passed
    assert settled.passed


def test_a_position_that_is_not_there_has_no_holes_and_one_that_is_broken_says_nothing(
    platform: FakePlatform,
) -> None:
    class Broken(Runs):
        def position(self) -> Cursor | None:
            raise BadCursor("by hand")

    assert [item.passed for item in holes(platform, Runs(position=None))] == [True]
    assert holes(platform, Broken()) == []


def test_dead_letters_are_judged_only_by_runs_that_took_events_in(platform: FakePlatform) -> None:
    letter = DeadLetter(TOPIC, Record(0, 1, None, b"x", (), 0), "EVT-001 wrong magic byte")

    assert "no_dead_letters" not in found(platform, RefreshReport())
    result = found(platform, RefreshReport(intake=IntakeReport(dead=[letter])))["no_dead_letters"]
    assert not result.passed
    assert result.metadata["first"].value == "EVT-001 wrong magic byte"
