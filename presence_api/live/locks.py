"""Locks of this instance's connections: asked for, kept while they live, let go with them.

The table decides; here is only who of ours holds what, and who has to be told. A lock lives while
its connection does and the grace after it, for it is renewed from here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from metamodel.kernel.errors import RampartError
from presence_api.durations import Durations
from presence_api.live.lock_parts import LockParts
from presence_api.live.lock_rules import LockAction
from presence_api.live.lock_terms import (
    InstanceChanging,
    Spread,
    address_of,
    shown_to,
    take,
)
from presence_api.live.lock_tokens import Claim
from presence_api.live.lock_watch import LockWatch, Spawn
from presence_api.live.rooms.address import parse_room
from presence_api.live.rooms.messages import (
    LockDenied,
    LockGranted,
    LockHolder,
    LockRequested,
    Refusal,
)
from presence_api.live.rooms.room import Room
from presence_api.live.rooms.rooms import Rooms
from presence_api.ports.lock_table import Denied, Granted, Holder, LockAddress

if TYPE_CHECKING:
    from presence_api.live.session import Session

_RENEWALS: Final = 3  # in the life of a lock
WAIT_BOUNDS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5)


@dataclass(slots=True)
class _Held:
    address: LockAddress
    holder: Holder
    session: "Session"
    name: str
    fence: int
    ends_at: float  # seconds since 1970
    renew_at: float  # by the loop's clock


class Locks:
    """What the connections of this instance hold."""

    def __init__(self, parts: LockParts, rooms: Rooms, *, spawn: Spawn, spread: Spread) -> None:
        self._table, self._tokens, self._rules = parts.table, parts.tokens, parts.rules
        self._parts, self._rooms, self._spawn, self._spread = parts, rooms, spawn, spread
        self._held: dict[LockAddress, _Held] = {}  # an instance has one holder
        self._places: dict[tuple[int, str], _Held] = {}  # the same, by connection and room
        self.watch = LockWatch(parts, rooms, spawn)
        self.waits = Durations(WAIT_BOUNDS_S)

    def __len__(self) -> int:
        return len(self._held)

    def ask(self, session: "Session", name: str, action: LockAction) -> None:
        """A connection wants what its room is about; it is told what comes of it."""
        address = self._address(session.person.tenant, name)
        if address is None:
            session.say(LockDenied(name, Refusal.NO_INSTANCE))
        else:
            self._spawn(partial(self._acquire, session, name, address, action))

    def let_go(self, session: "Session", name: str, token: str) -> None:
        """A connection shows its token and lets go."""
        held = self._places.get((session.number, name))
        user = session.person.user
        claim = held and self._tokens.verify(token, held.address, user, late_s=self._rules.ttl_s)
        if held is None or claim is None or claim.fence != held.fence:
            session.say(LockDenied(name, Refusal.NOT_HELD))
        else:
            self.left(session, name)

    def left(self, session: "Session", name: str) -> None:
        """A connection went out of a room: what it held there is free."""
        held = self._places.get((session.number, name))
        if held is not None:
            self._drop(held)
            self._spawn(partial(self._release, held))

    def moved(self, old: "Session", new: "Session", name: str) -> None:
        """A connection came back as another one, and holds what it held."""
        held = self._places.pop((old.number, name), None)
        if held is not None:
            held.session = new
            self._places[new.number, name] = held
            self._show_token(held)

    def touched(self, address: LockAddress) -> None:
        """Somebody without a connection has changed a lock here."""
        self._spread.touched(address)
        self.watch.look_again(f"{address.entity}/{address.id}")

    def wanted(self, address: LockAddress, lease: str, by: LockHolder) -> None:
        """Somebody on another instance asks for what is held here."""
        held = self._held.get(address)
        if held is not None and held.holder.lease == lease:
            self._say(held.session, LockRequested(held.name, by))

    def sweep(self) -> None:
        """Once a second: renew what is due, look at what should have ended elsewhere."""
        now = self._rooms.timers.time()
        for held in list(self._held.values()):
            if held.renew_at <= now:
                held.renew_at = now + self._rules.ttl_s / _RENEWALS
                self._spawn(partial(self._renew, held))
        self.watch.sweep()

    async def _acquire(
        self, session: "Session", name: str, address: LockAddress, action: LockAction
    ) -> None:
        asked_at = self._rooms.timers.time()
        try:
            found = await take(
                self._table,
                address,
                self._holder(session, name),
                self._rules,
                changes=self._parts.changes,
                take_over=action is LockAction.TAKEOVER,
                is_broken=partial(self._is_broken, address),
            )
        except InstanceChanging:
            self._say(session, LockDenied(name, Refusal.STALE))
            return
        except RampartError:
            self._say(session, LockDenied(name, Refusal.UNAVAILABLE))
            return
        finally:
            self.waits.add(self._rooms.timers.time() - asked_at)
        if isinstance(found, Granted):
            await self._granted(session, name, address, found)
        else:
            self._denied(session, name, address, found, action)

    async def _granted(
        self, session: "Session", name: str, address: LockAddress, found: Granted
    ) -> None:
        lock = found.lock
        ends_at, now = self._parts.now() + lock.left_s, self._rooms.timers.time()
        renew_at = now + self._rules.ttl_s / _RENEWALS
        held = _Held(address, lock.holder, session, name, lock.fence, ends_at, renew_at)
        if name not in session.rooms:  # it has gone meanwhile
            await self._release(held)
            return
        before = self._held.get(address)
        if before is not None and before.session is not session:
            self._lost(before, held)
        self._held[address] = self._places[session.number, name] = held
        session.wire.together(partial(self._announce, held))
        self._spread.touched(address)

    def _denied(
        self,
        session: "Session",
        name: str,
        address: LockAddress,
        found: Denied,
        action: LockAction,
    ) -> None:
        asker, lock, reason = session.person, found.lock, Refusal.HELD
        theirs = self._held.get(address)
        if action is LockAction.REQUEST:
            by = shown_to(lock.holder.tenant, self._holder(session, name))
            if theirs is not None and not theirs.session.over:
                self._say(theirs.session, LockRequested(theirs.name, by))
                reason = Refusal.ASKED
            elif theirs is None and self._spread.wanted(address, lock.holder.lease, by):
                reason = Refusal.ASKED
        holder = shown_to(asker.tenant, lock.holder, self._parts.now() + lock.left_s)
        self._say(session, LockDenied(name, reason, holder))

    def _announce(self, held: _Held) -> None:
        self._show_token(held)
        self._tell(held)

    async def _renew(self, held: _Held) -> None:
        ttl_s = self._rules.ttl_s
        try:
            ours = await self._table.renew(held.address, held.holder, held.fence, ttl_s)
        except RampartError:
            if held.ends_at < self._parts.now():
                self._ended(held, Refusal.UNAVAILABLE)
            return  # it is tried again while it may still be ours
        if not ours:
            self._ended(held, Refusal.NOT_HELD)
        elif self._is_held(held):
            held.ends_at = self._parts.now() + ttl_s
            self._announce(held)

    async def _release(self, held: _Held) -> None:
        try:
            released = await self._table.release(held.address, held.holder, held.fence)
        except RampartError:
            return  # it ends by itself
        if released:
            self._tell_free(held)
        else:
            self.watch.look_again(held.name)  # it was another's by then, or nobody's

    def _ended(self, held: _Held, reason: Refusal) -> None:
        """It is not ours any more, and we did not let it go."""
        if self._is_held(held):
            self._drop(held)
            self._say(held.session, LockDenied(held.name, reason))
            if reason is Refusal.UNAVAILABLE:
                self._tell_free(held)
            self.watch.look_again(held.name)  # perhaps it is somebody else's

    def _lost(self, theirs: _Held, to: _Held) -> None:
        """Another connection of ours has it now."""
        self._drop(theirs)
        seen = shown_to(theirs.holder.tenant, to.holder, to.ends_at)
        self._say(theirs.session, LockDenied(theirs.name, Refusal.NOT_HELD, seen))

    def _drop(self, held: _Held) -> None:
        del self._held[held.address], self._places[held.session.number, held.name]

    def _tell(self, held: _Held) -> None:
        for tenant, room in self._rooms_of(held):
            self.watch.ours(room)
            room.change_lock(shown_to(tenant, held.holder, held.ends_at))

    def _tell_free(self, held: _Held) -> None:
        for _, room in self._rooms_of(held):
            room.change_lock(None)
        self._spread.touched(held.address)

    def _rooms_of(self, held: _Held) -> Iterator[tuple[str, Room]]:
        """The rooms that are about it, with their tenants."""
        for tenant, room in self._rooms.named(held.name):
            if held.address.tenant in {None, tenant}:
                yield tenant, room

    def _show_token(self, held: _Held) -> None:
        claim = Claim(held.fence, held.ends_at)
        token = self._tokens.sign(held.address, held.holder.user, claim)
        self._say(held.session, LockGranted(held.name, str(held.fence), token, held.ends_at))

    def _say(self, session: "Session", message: LockGranted | LockDenied | LockRequested) -> None:
        if not session.over:
            session.say(message)

    def _is_broken(self, address: LockAddress, holder: Holder) -> bool:
        """Is it a connection of ours that has broken off, or one of an instance that is dead?"""
        theirs = self._held.get(address)
        if theirs is not None and theirs.holder == holder:
            return theirs.session.over
        return self._spread.gone(holder.lease)

    def _holder(self, session: "Session", name: str) -> Holder:
        held = self._places.get((session.number, name))
        if held is not None:
            return held.holder
        person = session.person
        return Holder(person.user, person.name, person.tenant, session.conn)

    def _is_held(self, held: _Held) -> bool:
        return self._held.get(held.address) is held

    def _address(self, tenant: str, name: str) -> LockAddress | None:
        return address_of(self._parts.catalogue, tenant, parse_room(name))
