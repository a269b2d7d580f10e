"""The bus in memory and the one in Redis keep one contract."""

import asyncio
import os
from collections.abc import Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from presence_api.adapters.redis_bus import RedisBus
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.ports.bus import BusUnavailable
from tests.contract.bus_contract import BusContract, Ear
from tests.eventually import eventually
from tests.fakes.bus import FakeHub
from tests.fakes.timers import FakeTimers

T = TypeVar("T")


class TestFakeBus(BusContract):
    @pytest.fixture(autouse=True)
    def _hub(self) -> None:
        self.timers = FakeTimers()
        self.hub = FakeHub(self.timers)

    def ear(self) -> Ear:
        bus = self.hub.bus()
        found = Ear(bus)
        bus.connect()
        return found

    def wait(self) -> None:
        self.timers.advance(0.01)

    def pass_time(self, seconds: float) -> None:
        self.timers.advance(seconds)


@pytest.fixture(scope="module")
def valkey() -> Iterator[Supervisor]:
    with running_stack(f"test-bus-{os.getpid()}", components=["valkey"]) as stack:
        yield stack


@pytest.mark.integration
class TestRedisBus(BusContract):
    @pytest.fixture(autouse=True)
    def _redis(self, valkey: Supervisor) -> Iterator[None]:
        self.stack = valkey
        self.url = valkey.environment["RAMPART_REDIS_URL"]
        self.loop = asyncio.new_event_loop()
        self.redis = RedisConnection(self.url, 10)
        self.run(self._flushed())
        self.buses: list[RedisBus] = []
        yield
        for bus in self.buses:
            self.run(bus.stop())
        self.redis.close()
        self.wait()
        self.loop.close()

    async def _flushed(self) -> None:
        await self.redis.call("FLUSHALL")

    def ear(self) -> Ear:
        bus = RedisBus(self.url, self.redis, 5)
        found = Ear(bus)

        async def begun() -> None:
            bus.start()

        self.run(begun())
        self.buses.append(bus)
        self.until_up(found, [True])
        assert (bus.alive, bus.fault) == (True, "")
        return found

    def until_up(self, ear: Ear, wanted: list[bool]) -> None:
        def look() -> list[bool]:
            self.wait()
            return ear.up

        eventually(look, wanted.__eq__, f"{wanted}")

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def wait(self) -> None:
        self.run(asyncio.sleep(0.01))

    def pass_time(self, seconds: float) -> None:
        self.run(asyncio.sleep(seconds))

    def test_nothing_is_left_behind_without_an_end(self) -> None:
        ear = self.ear()
        self.run(ear.bus.subscribe("a"))
        self.run(ear.bus.enrol("roll", "i1", 60))

        async def ends() -> list[int]:
            keys = await self.redis.call("KEYS", "*")
            return [await self.redis.call("PTTL", key) for key in keys]

        (end,) = self.run(ends())
        assert 0 < end <= 60_000

    def test_a_loss_is_noticed_and_healed(self) -> None:
        ear = self.ear()
        self.run(ear.bus.subscribe("a"))
        self.stack.stop("valkey")
        self.until_up(ear, [True, False])
        with pytest.raises(BusUnavailable):
            self.run(ear.bus.subscribe("a"))
        with pytest.raises(BusUnavailable):
            self.run(ear.bus.enrol("roll", "i1", 60))
        self.stack.start("valkey")
        self.until_up(ear, [True, False, True])
        self.publish(ear, "a", b"1")
        self.run(ear.bus.subscribe("b"))
        self.publish(ear, "b", b"2")
        assert self.until(ear, 1) == [("b", b"2")]  # nothing else is subscribed to
