"""Whoever waits for news of a job."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import anyio
import pytest

from presence_api.caller import Caller
from presence_api.entities.bulk.desk import JobUnknown
from presence_api.entities.bulk.job_watch import JobWatch, SharedLook
from presence_api.ports.bulk_jobs import Counts, Job, JobState
from tests.fakes.clock import START
from tests.presence_api.entities.gadgets import caller

ANNA, STRANGER = caller("analyst"), caller("analyst", tenant="globex")
LOOK_S, LONG_S = 0.001, 30.0
JOB = Job("1", "acme", "gadget", "anna", JobState.RUNNING, "", 9, Counts(), START)


class Progress:
    """A job of which a row more is done at each look, up to `most`."""

    def __init__(self, most: int) -> None:
        self.looks, self._most = 0, most
        self.on_look: Callable[[], None] = lambda: None

    def job(self, caller: Caller, job: str) -> Job:
        self.on_look()
        if caller.tenant != "acme":
            raise JobUnknown(job)
        found = replace(JOB, counts=Counts(min(self.looks, self._most)))
        self.looks += 1
        return found


def waited(watch: JobWatch, *callers: Caller, done: int, wait_s: float = LONG_S) -> list[Any]:
    """What each was told who waited at the same time until so many rows are done."""
    found: list[Any] = []

    async def wait(who: Caller) -> None:
        found.append(await watch.job(who, "1", wait_s, lambda job: job.counts.done < done))

    async def together() -> None:
        async with anyio.create_task_group() as tasks:
            for one in callers:
                tasks.start_soon(wait, one)

    anyio.run(together)
    return found


def test_whoever_does_not_wait_or_has_something_new_is_answered_at_once() -> None:
    progress = Progress(9)
    watch = JobWatch(progress, LONG_S)
    assert [one.counts.done for one in waited(watch, ANNA, done=5, wait_s=0)] == [0]
    assert [one.counts.done for one in waited(watch, ANNA, done=1)] == [1]
    assert progress.looks == 2


def test_whoever_waits_is_answered_when_there_is_news_and_in_the_end_without() -> None:
    watch = JobWatch(Progress(5), LOOK_S)
    assert [one.counts.done for one in waited(watch, ANNA, done=5)] == [5]
    assert [one.counts.done for one in waited(watch, ANNA, done=6, wait_s=3 * LOOK_S)] == [5]


def test_what_nobody_may_see_is_not_waited_for() -> None:
    watch = JobWatch(Progress(5), LOOK_S)
    with pytest.raises(ExceptionGroup) as refused:
        waited(watch, STRANGER, done=5)
    assert refused.group_contains(JobUnknown)


def test_a_look_is_for_all_who_wait() -> None:
    progress = Progress(99)
    look = SharedLook(lambda: progress.job(ANNA, "1"))
    numbers = [0, 0, 0]
    for turn in range(1, 11):
        for one in range(len(numbers)):
            numbers[one], _ = look.after(numbers[one])
        assert progress.looks == turn


def test_a_look_that_failed_is_none() -> None:
    progress = Progress(99)
    look = SharedLook(lambda: progress.job(ANNA, "1"))

    def fail() -> None:
        progress.on_look = lambda: None
        raise JobUnknown("1")

    progress.on_look = fail
    with pytest.raises(JobUnknown):
        look.after(0)
    assert look.after(0)[0] == 1


def test_what_nobody_waits_for_any_more_is_not_kept() -> None:
    progress = Progress(9)
    watch = JobWatch(progress, LOOK_S)
    kept: list[int] = []
    progress.on_look = lambda: kept.append(len(watch))
    waited(watch, ANNA, ANNA, ANNA, done=9)
    assert max(kept) == 1
    assert len(watch) == 0
