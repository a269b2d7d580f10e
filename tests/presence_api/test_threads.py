"""Work that waits."""

import asyncio
import threading

from presence_api.threads import WorkerThread, elsewhere


def test_it_is_done_in_another_thread_and_its_result_comes_back() -> None:
    assert asyncio.run(elsewhere(threading.get_ident)) != threading.get_ident()


def test_who_is_cancelled_does_not_wait_for_its_end() -> None:
    begun, may_end = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        may_end.wait(60)

    async def story() -> bool:
        task = asyncio.ensure_future(elsewhere(work))
        await asyncio.to_thread(begun.wait, 60)
        task.cancel()
        await asyncio.wait({task})
        still_at_it = not may_end.is_set()
        may_end.set()
        return task.cancelled() and still_at_it

    assert asyncio.run(story())


def test_a_worker_runs_until_it_is_told_to_stop() -> None:
    worker = WorkerThread("works", lambda stop: stop.wait(60))
    assert not worker.alive
    worker.start()
    assert worker.alive
    assert worker.stop()
    assert not worker.alive


def test_one_that_does_not_end_in_time_says_so() -> None:
    may_end = threading.Event()
    worker = WorkerThread("works", lambda _: may_end.wait(60))
    worker.start()
    assert not worker.stop(0.01)
    may_end.set()
    assert worker.stop()
