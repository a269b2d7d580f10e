"""Locks that others hold."""

import asyncio

from presence_api.ports.lock_table import Holder, LockAddress
from tests.fakes.instance import Instance

ORDER = LockAddress("acme", "order", "1")
BEN = Holder("ben", "Ben", "acme", "i2.7")


def test_a_room_is_told_when_it_opens_when_it_is_told_of_and_at_the_locks_end() -> None:
    instance = Instance()
    asyncio.run(instance.table.acquire(ORDER, BEN, 10))
    anna = instance.browser("anna")
    anna.sub("order/1")
    instance.settle()
    assert anna.of("LOCK_CHANGED")[-1]["holder"]["user"] == "ben"
    instance.pass_time(12)
    assert "holder" not in anna.of("LOCK_CHANGED")[-1]
    asyncio.run(instance.table.acquire(ORDER, BEN, 10))
    instance.locks.watch.look_again("order/1")
    instance.settle()
    assert anna.of("LOCK_CHANGED")[-1]["holder"]["user"] == "ben"


def test_where_nobody_could_say_it_is_looked_again() -> None:
    instance = Instance()
    instance.table.away = True
    anna = instance.browser("anna")
    anna.sub("order/1")
    instance.settle()
    instance.table.away = False
    asyncio.run(instance.table.acquire(ORDER, BEN, 60))
    instance.pass_time(31)
    assert anna.of("LOCK_CHANGED")[-1]["holder"]["user"] == "ben"
