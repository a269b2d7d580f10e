"""A broker or a database that is away is said to be, and costs nothing once it is back."""

import pytest

from orchestration.ports.sensor_control import EVENT_SENSOR
from tests.eventually import eventually
from tests.faults.preaggs.dagster_window import DUE_SENSOR, Tick
from tests.faults.preaggs.ground import Ground

pytestmark = pytest.mark.faults


def test_without_a_broker_the_sensor_skips_with_the_reason_and_nothing_is_lost(
    ground: Ground,
) -> None:
    taken, known = ground.intakes.taken(), seen(ground, EVENT_SENSOR)
    sent = ground.send(20)
    with ground.away("kafka"):
        skipped(ground, EVENT_SENSOR, known, "KAFKA-001")
    sent += ground.send(20)
    ground.taken_in(taken.plus(sent), "events from before and after the outage")


def test_without_a_database_runs_fail_with_the_reason_and_their_events_are_taken_in_later(
    ground: Ground,
) -> None:
    taken, known = ground.intakes.taken(), seen(ground, DUE_SENSOR)
    earlier = {run.run_id for run in ground.dagster.runs()}
    with ground.away("postgres"):
        sent = ground.send(20)
        failed = eventually(
            lambda: [run for run in ground.dagster.runs(["FAILURE"]) if run.run_id not in earlier],
            bool,
            "a run that fails for want of the database",
        )
        assert "LedgerUnavailable" in ground.dagster.why_failed(failed[0].run_id)
        skipped(ground, DUE_SENSOR, known, "LDG-001")
    sent += ground.send(20)
    ground.taken_in(taken.plus(sent), "events from before and after the outage")


def skipped(ground: Ground, sensor: str, known: set[str], code: str) -> None:
    """Wait for a new tick that was skipped, and says `code`; none may have failed instead."""

    def new() -> list[Tick]:
        return [tick for tick in ground.dagster.ticks(sensor) if tick.tick_id not in known]

    found = eventually(
        new,
        lambda ticks: any(code in tick.words for tick in ticks),
        f"a tick of {sensor} that says {code}",
    )
    assert {tick.status for tick in found if code in tick.words} == {"SKIPPED"}
    assert "FAILURE" not in {tick.status for tick in found}


def seen(ground: Ground, sensor: str) -> set[str]:
    """The ticks there were so far."""
    return {tick.tick_id for tick in ground.dagster.ticks(sensor)}
