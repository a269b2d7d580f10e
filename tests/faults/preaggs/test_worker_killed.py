"""A run worker that is killed at any step of a build costs one more build, and no more."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import psycopg
import pytest

from tests.eventually import eventually
from tests.faults.preaggs import killing_definitions as steps
from tests.faults.preaggs.dagster_window import Run
from tests.faults.preaggs.ground import Ground

pytestmark = pytest.mark.faults

CODE, WORKERS = "dagster_code", "dagster_workers"
DAY = date(1996, 2, 3)  # in one partition of each rollup
ORDERS, LINEITEM = "orders.by_day", "lineitem.by_day"
KNOWN_TO_THE_LEDGER = {steps.WHILE_POLLING, steps.BEFORE_COMMIT}  # the job, when the worker dies


@pytest.mark.parametrize(
    ("of_orders", "of_lineitem"),
    [(steps.BEFORE_POST, steps.AFTER_POST), (steps.WHILE_POLLING, steps.BEFORE_COMMIT)],
)
def test_a_worker_killed_while_it_builds_costs_one_more_build(
    ground: Ground, of_orders: str, of_lineitem: str
) -> None:
    taken, mark = ground.intakes.taken(), ground.attempts.newest_id()
    known = {run.run_id for run in ground.dagster.runs()}
    kills = {ORDERS: of_orders, LINEITEM: of_lineitem}
    for rollup, step in kills.items():
        kill(ground, rollup, step)

    attempts = eventually(
        ground.watching(lambda: ground.attempts.since(mark)),
        lambda rows: {row.rollup for row in rows if row.built} == set(kills),
        "both partitions built without a hand",
    )

    for rollup, step in kills.items():
        mine = [(row.built, row.posted) for row in attempts if row.rollup == rollup]
        assert mine == [(False, step in KNOWN_TO_THE_LEDGER), (True, True)]
    ground.taken_in(taken.plus(len(kills)), "both events")
    assert sorted(run.status for run in ended(ground, known)) == ["FAILURE"] * 2 + ["SUCCESS"] * 2


def test_workers_killed_with_the_server_they_came_from_make_room_at_once(ground: Ground) -> None:
    taken, mark = ground.intakes.taken(), ground.attempts.newest_id()
    known = {run.run_id for run in ground.dagster.runs()}
    with held_build(ground, mark) as dead:
        ground.stack.kill(WORKERS, signal.SIGKILL)
        ground.stack.start(WORKERS)  # ends first what is left of it, the worker too
        # Nobody is told of it: run monitoring looks.
        eventually(
            ground.dagster.unfinished,
            lambda runs: dead not in {run.run_id for run in runs},
            "the end of a run whose worker is gone",
        )
    ground.platform.sink.publish(ground.topic, [ground.event(LINEITEM, DAY)])

    built(ground, mark, LINEITEM)
    built(ground, mark, ORDERS)
    ground.taken_in(taken.plus(2), "both events")
    assert {run.run_id: run.status for run in ended(ground, known)}[dead] == "FAILURE"


def test_a_worker_goes_on_without_its_code_server(ground: Ground) -> None:
    taken, mark = ground.intakes.taken(), ground.attempts.newest_id()
    known = {run.run_id for run in ground.dagster.runs()}
    with held_build(ground, mark) as alive:
        ground.stack.kill(CODE, signal.SIGKILL)
        ground.stack.start(CODE)

    built(ground, mark, ORDERS)
    ground.taken_in(taken.plus(1), "the event")
    assert {run.run_id: run.status for run in ended(ground, known)} == {alive: "SUCCESS"}


@contextmanager
def held_build(ground: Ground, mark: int) -> Iterator[str]:
    """A build of the orders that cannot end while this is entered; the id of its run."""
    with psycopg.connect(ground.url) as held:
        # Cube's reading of the orders waits for this transaction.
        held.execute("LOCK TABLE orders IN ACCESS EXCLUSIVE MODE")
        ground.platform.sink.publish(ground.topic, [ground.event(ORDERS, DAY)])
        (attempt,) = eventually(
            lambda: ground.attempts.since(mark),
            lambda rows: any(row.under_way for row in rows),
            "a build under way",
        )
        yield attempt.run_id


def kill(ground: Ground, rollup: str, step: str) -> None:
    """Have a worker die at a step of the build that an event asks for."""
    ground.fuse.arm(step, rollup)
    ground.platform.sink.publish(ground.topic, [ground.event(rollup, DAY)])
    eventually(
        ground.watching(lambda: ground.fuse.blown(step, rollup)),
        bool,
        f"a worker killed {step} of {rollup}",
    )


def built(ground: Ground, mark: int, rollup: str) -> None:
    """Wait for the first build of a rollup since a mark."""
    eventually(
        ground.watching(lambda: ground.attempts.since(mark)),
        lambda rows: any(row.built and row.rollup == rollup for row in rows),
        f"a build of {rollup}",
    )


def ended(ground: Ground, known: set[str]) -> list[Run]:
    """The runs that are not known, once all of them have ended."""
    return eventually(
        lambda: [run for run in ground.dagster.runs() if run.run_id not in known],
        lambda runs: all(run.status in {"SUCCESS", "FAILURE"} for run in runs),
        "the end of all runs",
    )
