"""A bus in memory, whose instances can be cut off from it."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from presence_api.live.rooms.timers import Timers
from presence_api.ports.bus import BusUnavailable

T = TypeVar("T", bound=Timers)


class FakeHub(Generic[T]):
    """What all instances are connected to; messages arrive `delay_s` after they were said."""

    def __init__(self, timers: T, delay_s: float = 0.001) -> None:
        self.timers, self.delay_s = timers, delay_s
        self.buses: list[FakeBus] = []
        self.rolls: dict[str, dict[str, float]] = {}
        self.marks: dict[str, float] = {}  # until when
        self.said = 0

    def bus(self) -> "FakeBus":
        """One more instance's end of it."""
        found = FakeBus(self)
        self.buses.append(found)
        return found

    def on(self, roll: str) -> list[str]:
        """Who is on a roll now."""
        now = self.timers.time()
        return [one for one, until in self.rolls.get(roll, {}).items() if until > now]

    def carry(self, channel: str, message: bytes) -> None:
        """To whoever listens when it arrives."""
        self.said += 1
        self.timers.call_later(self.delay_s, self._arrive, channel, message)

    def _arrive(self, channel: str, message: bytes) -> None:
        for bus in self.buses:
            if channel in bus.channels:
                bus.heard(channel, message)


class FakeBus:
    """One end; `connect` and `cut` say whether the hub can be reached."""

    def __init__(self, hub: FakeHub[Any]) -> None:
        self.hub = hub
        self.channels: set[str] = set()
        self.connected = False
        self.heard: Callable[[str, bytes], object] = _nobody
        self._up: Callable[[bool], object] = _nobody

    def attach(self, heard: Callable[[str, bytes], object], up: Callable[[bool], object]) -> None:
        self.heard, self._up = heard, up

    def connect(self) -> None:
        """From now on it can be reached."""
        self.connected = True
        self._up(True)

    def cut(self) -> None:
        """Nothing is heard, and nothing said is carried."""
        self.connected = False
        self.channels.clear()
        self._up(False)

    async def subscribe(self, channel: str) -> None:
        self._require()
        self.channels.add(channel)

    def unsubscribe(self, channel: str) -> None:
        self.channels.discard(channel)

    def publish(self, channel: str, message: bytes) -> None:
        if self.connected:
            self.hub.carry(channel, message)

    async def enrol(self, roll: str, instance: str, ttl_s: float) -> Sequence[str]:
        self._require()
        self.renew([roll], instance, ttl_s)
        return [one for one in self.hub.on(roll) if one != instance]

    async def is_first(self, mark: str, ttl_s: float) -> bool:
        self._require()
        now = self.hub.timers.time()
        if self.hub.marks.get(mark, now) > now:
            return False
        self.hub.marks[mark] = now + ttl_s
        return True

    def renew(self, rolls: Sequence[str], instance: str, ttl_s: float) -> None:
        for roll in rolls if self.connected else ():
            until = self.hub.timers.time() + ttl_s
            self.hub.rolls.setdefault(roll, {})[instance] = until

    def strike(self, roll: str, instance: str) -> None:
        if self.connected:
            self.hub.rolls.get(roll, {}).pop(instance, None)

    def _require(self) -> None:
        if not self.connected:
            raise BusUnavailable("cut off")


def _nobody(*_: object) -> None:
    """Not attached yet."""
