"""What every bus promises."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from typing import Any, TypeVar

from presence_api.ports.bus import Bus
from tests.eventually import eventually

T = TypeVar("T")


class Ear:
    """One end of the bus, and what was heard there."""

    def __init__(self, bus: Bus) -> None:
        self.bus = bus
        self.heard: list[tuple[str, bytes]] = []
        self.up: list[bool] = []
        bus.attach(lambda channel, data: self.heard.append((channel, data)), self.up.append)


class BusContract(ABC):
    """Subclass it, and make ends that are connected."""

    @abstractmethod
    def ear(self) -> Ear:
        """One more end."""

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do it, on the loop of the bus."""
        return asyncio.run(work)

    @abstractmethod
    def wait(self) -> None:
        """Let what is under way arrive."""

    @abstractmethod
    def pass_time(self, seconds: float) -> None:
        """Let rolls grow old."""

    def until(self, ear: Ear, count: int) -> list[tuple[str, bytes]]:
        def look() -> int:
            self.wait()
            return len(ear.heard)

        eventually(look, lambda found: found >= count, "the messages")
        return ear.heard

    def test_who_listens_hears_everything_in_order(self) -> None:
        here, there = self.ear(), self.ear()
        self.run(there.bus.subscribe("a"))
        sent = [("a", b"%d" % number) for number in range(50)]
        for channel, data in sent:
            self.publish(here, channel, data)
            self.publish(here, "b", b"nobody listens")
        assert self.until(there, 50) == sent

    def test_who_listens_no_more_hears_no_more(self) -> None:
        ear = self.ear()
        for channel in ("a", "b"):
            self.run(ear.bus.subscribe(channel))
        self.run(self._unsubscribed(ear, "a"))
        for channel in ("a", "b"):
            self.publish(ear, channel, b"1")
        assert self.until(ear, 1) == [("b", b"1")]
        self.run(ear.bus.subscribe("a"))
        self.publish(ear, "a", b"2")
        assert self.until(ear, 2)[1:] == [("a", b"2")]

    def test_a_roll_names_the_others_until_they_leave_or_are_forgotten(self) -> None:
        ear = self.ear()
        assert list(self.run(ear.bus.enrol("roll", "i1", 60))) == []
        assert list(self.run(ear.bus.enrol("roll", "i2", 60))) == ["i1"]
        assert list(self.run(ear.bus.enrol("other", "i2", 60))) == []
        self.run(self._struck(ear, "roll", "i1"))
        assert list(self.run(ear.bus.enrol("roll", "i2", 60))) == []
        self.run(ear.bus.enrol("roll", "i3", 0.05))
        self.pass_time(0.1)
        assert list(self.run(ear.bus.enrol("roll", "i2", 60))) == []

    def test_who_renews_stays(self) -> None:
        ear = self.ear()
        for roll in ("one", "two"):
            self.run(ear.bus.enrol(roll, "i1", 1))
        self.run(self._renewed(ear, ["one"], "i1", 60))
        self.pass_time(1.1)
        assert list(self.run(ear.bus.enrol("one", "i2", 60))) == ["i1"]
        assert list(self.run(ear.bus.enrol("two", "i2", 60))) == []

    def test_a_mark_is_set_once_by_whichever_end_until_its_time_is_over(self) -> None:
        here, there = self.ear(), self.ear()
        assert self.run(here.bus.is_first("a", 60))
        assert not self.run(there.bus.is_first("a", 60))
        assert not self.run(here.bus.is_first("a", 60))
        assert self.run(there.bus.is_first("b", 0.05))
        self.pass_time(0.1)
        assert self.run(here.bus.is_first("b", 60))

    def publish(self, ear: Ear, channel: str, data: bytes) -> None:
        async def done() -> None:
            ear.bus.publish(channel, data)

        self.run(done())

    async def _unsubscribed(self, ear: Ear, channel: str) -> None:
        ear.bus.unsubscribe(channel)

    async def _struck(self, ear: Ear, roll: str, instance: str) -> None:
        ear.bus.strike(roll, instance)

    async def _renewed(self, ear: Ear, rolls: list[str], instance: str, ttl_s: float) -> None:
        ear.bus.renew(rolls, instance, ttl_s)
