"""The feed: read for ever, and honest while it cannot be."""

import asyncio

from presence_api.live.staleness.feed import Feed
from presence_api.ports.event_log import MutationAnnounced
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.mutations import Mutation
from tests.fakes.event_log import FakeEventLog
from tests.fakes.instance import Instance

ORDER = LockAddress("acme", "order", "1")


def steps(feed: Feed, count: int = 1) -> list[bool]:
    async def done() -> list[bool]:
        return [await feed.step() for _ in range(count)]

    return asyncio.run(done())


def test_it_is_up_to_date_when_the_log_has_been_read_to_its_end() -> None:
    instance, log = Instance(), FakeEventLog()
    instance.staleness.know(False)
    feed = Feed(log, instance.mutations, instance.staleness)
    ends_at = instance.sessions.now() + 60
    log.write(MutationAnnounced("a", "acme", "order", ("1",), ends_at), current=False, unreadable=2)
    assert steps(feed) == [True]
    assert (instance.staleness.known, feed.fault) == (False, "what was missed is being read")
    assert instance.staleness.until(ORDER) == ends_at
    assert steps(feed) == [True]
    assert (instance.staleness.known, feed.fault, instance.staleness.unreadable) == (True, "", 2)


def test_what_is_under_way_is_looked_up_once_even_if_the_log_is_away() -> None:
    instance, log = Instance(), FakeEventLog()
    log.away, instance.mutations.away = True, True
    feed = Feed(log, instance.mutations, instance.staleness)
    assert steps(feed) == [False]
    assert instance.staleness.until(ORDER) is None
    instance.mutations.away = False
    ends_at = instance.sessions.now() + 60
    instance.mutations.rows.append(Mutation(ORDER, "a", ends_at))
    steps(feed, 3)
    assert instance.staleness.until(ORDER) == ends_at
    assert instance.mutations.asked == 2
    assert not instance.staleness.known
    assert "LOG-001" in feed.fault


def test_it_runs_until_it_is_stopped_and_closes_its_log() -> None:
    instance, log = Instance(), FakeEventLog()
    feed = Feed(log, instance.mutations, instance.staleness)

    async def run() -> bool:
        feed.start()
        await asyncio.sleep(0)
        alive = feed.alive
        await feed.stop()
        return alive

    assert not feed.alive
    assert asyncio.run(run())
    assert (feed.alive, log.closed) == (False, True)
