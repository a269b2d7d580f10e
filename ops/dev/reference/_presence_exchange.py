"""A conversation of the presence protocol, had with the real sessions."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from presence_api.live.backplane.backplane import Backplane
from presence_api.live.closing import CloseCode
from presence_api.live.lock_parts import LockParts
from presence_api.live.lock_rules import LockRules
from presence_api.live.lock_tokens import LockTokens
from presence_api.live.lock_watch import Work
from presence_api.live.locks import Locks
from presence_api.live.rooms.frames import frames_in
from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.person import Person
from presence_api.live.rooms.rooms import Rooms
from presence_api.live.sessions import Sessions
from presence_api.live.staleness.staleness import Staleness
from presence_api.live.standing import Standing
from presence_api.live.tickets import Admission, Tickets
from presence_api.ports.bus import BusUnavailable
from presence_api.ports.entity_catalogue import EntityShape
from presence_api.ports.event_log import MutationAnnounced, MutationEnded
from presence_api.ports.fence_epochs import COUNTERS
from presence_api.ports.lock_table import Denied, Granted, Holder, Lock, LockAddress

_KEY = b"an example is no secret: 32 bytes"
_START = datetime(2026, 1, 1, 9, tzinfo=UTC)
_ANNA = (
    '{"op":"SUB","room":"order/7"}',
    '{"op":"FOCUS","room":"order/7","row":"7","field":"status"}',
    '{"op":"LOCK","room":"order/7"}',
    '{"op":"HB","mode":"editing"}',
    '{"op":"FOCUS","room":"invoice"}',
    '{"op":"UNSUB","room":"order/7"}',
)

_CHANGE_AFTER = 3
_ORDER = EntityShape("order", 1, shared=False, cube="orders")
_OPERATION, _ENDS_AT = "0198a1b2", _START.timestamp() + 60
_CHANGE = (
    MutationAnnounced(_OPERATION, "acme", "order", ("7",), _ENDS_AT),
    MutationEnded(_OPERATION, "acme", "order", ("7",), (5,), ("status",)),
)


def exchange() -> list[str]:
    """Anna's side, line by line; Ben comes in after her second message."""
    lines: list[str] = []
    turns = _Turns()
    tickets = Tickets(_KEY, turns)
    rooms = Rooms(turns, Limits(), "i1")
    standing = Standing()
    staleness = Staleness(rooms, _Orders(), turns, standing)
    staleness.know(True)
    backplane = Backplane(_Alone(), rooms, _Orders(), standing, _done)
    standing.reach_others(True)
    parts = LockParts(_Free(), LockTokens(_KEY, turns), _Orders(), turns, LockRules(), _NoChanges())
    locks = Locks(parts, rooms, spawn=_done, spread=backplane)
    sessions = Sessions(
        rooms,
        tickets,
        _Orders(),
        turns,
        locks,
        backplane=backplane,
        staleness=staleness,
        standing=standing,
    )
    anna = sessions.open(_Paper(lines), _admission("anna", "Anna"), "")
    assert anna is not None  # noqa: S101 - nobody has too many connections here
    for number, text in enumerate(_ANNA):
        lines.append(f"> {text}")
        anna.receive(text.encode())
        turns.take()
        if number == 1:
            ben = sessions.open(_Paper([]), _admission("ben", "Ben"), "")
            assert ben is not None  # noqa: S101 - nor here
            ben.receive(b'{"op":"SUB","room":"order/7"}')
            turns.take()
        if number == _CHANGE_AFTER:
            staleness.take(_CHANGE)
    return lines


def _admission(user: str, name: str) -> Admission:
    return Admission(Person(user, name, "acme"), _START.timestamp() + 3600)


def _done(work: Work) -> None:
    with suppress(StopIteration):
        work().send(None)  # nothing here lets anybody wait


class _Free:
    """A table of locks in which everything is free."""

    async def acquire(
        self, address: LockAddress, holder: Holder, ttl_s: float, *, take_over: Holder | None = None
    ) -> Granted | Denied:
        del address, take_over
        return Granted(Lock(holder, COUNTERS + 1, ttl_s))

    async def renew(self, address: LockAddress, holder: Holder, fence: int, ttl_s: float) -> bool:
        del address, holder, fence, ttl_s
        return True

    async def release(self, address: LockAddress, holder: Holder, fence: int) -> bool:
        del address, holder, fence
        return True

    async def look(self, address: LockAddress) -> Lock | None:
        del address
        return None


class _Orders:
    known = True

    def find(self, entity: str) -> EntityShape | None:
        return _ORDER if entity == _ORDER.name else None

    def of_cube(self, cube: str) -> EntityShape | None:
        return _ORDER if cube == _ORDER.cube else None


class _Paper:
    """A wire that is written down."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        self.waiting_bytes = 0

    def write(self, data: bytes) -> None:
        self._lines += [f"< {text.decode()}" for _, text in frames_in(data)]

    def together(self, work: Callable[[], object]) -> None:
        """A line a message, whatever goes out in one piece."""
        work()

    def end(self, code: CloseCode, reason: str) -> None:
        self._lines.append(f"< close {code.value} {reason}")

    def ping(self) -> None:
        """Nobody is silent here."""


class _Never:
    def cancel(self) -> None:
        """It has been done."""


class _Turns:
    """Time and calendar: everything is done when the next turn is taken."""

    def __init__(self) -> None:
        self._due: list[Callable[[], object]] = []

    def now(self) -> datetime:
        return _START

    def monotonic_s(self) -> float:
        return 0.0

    def sleep(self, seconds: float) -> None:
        del seconds

    def time(self) -> float:
        return 0.0

    def call_soon(self, callback: Callable[..., object], *args: Any) -> _Never:
        self._due.append(lambda: callback(*args))
        return _Never()

    def call_later(self, delay: float, callback: Callable[..., object], *args: Any) -> _Never:
        del delay
        return self.call_soon(callback, *args)

    def take(self) -> None:
        due, self._due = self._due, []
        for work in due:
            work()


class _NoChanges:
    """Locks are asked for while nothing changes."""

    async def until(self, address: LockAddress) -> float | None:
        del address
        return None


class _Alone:
    """There is no other instance, and no bus."""

    def attach(self, heard: object, up: object) -> None:
        """Nothing will be heard."""

    def unsubscribe(self, channel: str) -> None:
        """Nothing was."""

    def publish(self, channel: str, message: bytes) -> None:
        """Nobody listens."""

    def renew(self, rolls: Sequence[str], instance: str, ttl_s: float) -> None:
        """There are none."""

    def strike(self, roll: str, instance: str) -> None:
        """Nor here."""

    async def subscribe(self, channel: str) -> None:
        raise BusUnavailable(channel)

    async def is_first(self, mark: str, ttl_s: float) -> bool:
        del ttl_s
        raise BusUnavailable(mark)

    async def enrol(self, roll: str, instance: str, ttl_s: float) -> Sequence[str]:
        del instance, ttl_s
        raise BusUnavailable(roll)
