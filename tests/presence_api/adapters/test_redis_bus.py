"""The bus without a server; with one it keeps the contract of every bus."""

import asyncio

import pytest

from presence_api.adapters.redis_bus import RedisBus
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.ports.bus import BusUnavailable
from tests.contract.bus_contract import Ear

NOWHERE = "redis://127.0.0.1:1"


def test_without_a_server_it_says_so_and_goes_on_trying() -> None:
    async def work() -> None:
        bus = RedisBus(NOWHERE, RedisConnection(NOWHERE, 1), 1)
        ear = Ear(bus)
        assert (bus.alive, bus.fault) == (False, "not connected yet")
        bus.start()
        for refused in (bus.subscribe("a"), bus.enrol("roll", "i1", 1)):
            with pytest.raises(BusUnavailable):
                await refused
        bus.publish("a", b"nobody hears it")
        bus.renew(["roll"], "i1", 1)
        bus.strike("roll", "i1")
        bus.unsubscribe("a")
        await asyncio.sleep(0)
        assert (bus.alive, ear.up) == (True, [])
        await bus.stop()
        assert not bus.alive

    asyncio.run(work())
