"""Locks of this instance's connections: asked for, kept while they live, let go with them.

The table decides; here is only who of ours holds what, and who has to be told. A lock lives while
its connection does and the grace after it, for it is renewed from here.
"""

from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from presence_api.live.lock_rules import LockAction, LockRules, Takeover
from presence_api.live.lock_tokens import Claim, LockTokens
from presence_api.live.rooms.address import parse_room
from presence_api.live.rooms.messages import (
    LockDenied,
    LockGranted,
    LockHolder,
    LockRequested,
    Refusal,
)
from presence_api.live.rooms.person import Person
from presence_api.live.rooms.room import Room
from presence_api.live.rooms.rooms import Rooms
from presence_api.ports.entity_catalogue import EntityCatalogue
from presence_api.ports.lock_table import Denied, Granted, Holder, Lock, LockAddress, LockTable

if TYPE_CHECKING:
    from presence_api.live.session import Session

_RENEWALS: Final = 3  # in the life of a lock
ELSEWHERE: Final = "other organisation"
Work = Callable[[], Coroutine[Any, Any, None]]
Spawn = Callable[[Work], object]


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
    """What the connections of this instance hold, by connection and room."""

    def __init__(
        self,
        table: LockTable,
        tokens: LockTokens,
        rooms: Rooms,
        catalogue: EntityCatalogue,
        clock: Clock,
        *,
        spawn: Spawn,
        rules: LockRules,
    ) -> None:
        self._table, self._tokens, self._rooms = table, tokens, rooms
        self._catalogue, self._clock, self._spawn = catalogue, clock, spawn
        self._rules = rules
        self._held: dict[tuple[int, str], _Held] = {}
        self._foreign: dict[Room, tuple[str, float]] = {}  # tenant, and when to look again

    def __len__(self) -> int:
        return len(self._held)

    def ask(self, session: "Session", name: str, action: LockAction) -> None:
        """A connection wants what its room is about; it is told what comes of it."""
        address = self._address(session.person, name)
        if address is None:
            session.say(LockDenied(name, Refusal.NO_INSTANCE))
        else:
            self._spawn(partial(self._acquire, session, name, address, action))

    def let_go(self, session: "Session", name: str, token: str) -> None:
        """A connection shows its token and lets go."""
        held = self._held.get((session.number, name))
        user = session.person.user
        claim = held and self._tokens.verify(token, held.address, user, late_s=self._rules.ttl_s)
        if held is None or claim is None or claim.fence != held.fence:
            session.say(LockDenied(name, Refusal.NOT_HELD))
        else:
            self.left(session, name)

    def left(self, session: "Session", name: str) -> None:
        """A connection went out of a room: what it held there is free."""
        held = self._held.pop((session.number, name), None)
        if held is not None:
            self._spawn(partial(self._release, held))

    def moved(self, old: "Session", new: "Session", name: str) -> None:
        """A connection came back as another one, and holds what it held."""
        held = self._held.pop((old.number, name), None)
        if held is not None:
            held.session = new
            self._held[new.number, name] = held
            self._show_token(held)

    def opened(self, tenant: str, room: Room) -> None:
        """Somebody is in this room, for the first time here: who holds what it is about?"""
        entity = parse_room(room.name)
        if entity.id is not None:
            self._spawn(partial(self._look, tenant, room))

    def look_again(self, name: str) -> None:
        """Somebody without a connection here has changed a lock."""
        for tenant, room in self._rooms.named(name):
            self.opened(tenant, room)

    def sweep(self) -> None:
        """Once a second: renew what is due, look again at what should have ended elsewhere."""
        now, today = self._rooms.timers.time(), self._now()
        for held in list(self._held.values()):
            if held.renew_at <= now:
                held.renew_at = now + self._rules.ttl_s / _RENEWALS
                self._spawn(partial(self._renew, held))
        for room, (tenant, look_at) in list(self._foreign.items()):
            if look_at <= today:
                del self._foreign[room]
                if room.peers:
                    self._spawn(partial(self._look, tenant, room))

    async def _acquire(
        self, session: "Session", name: str, address: LockAddress, action: LockAction
    ) -> None:
        holder, ttl_s = self._holder(session, name), self._rules.ttl_s
        try:
            found = await self._table.acquire(address, holder, ttl_s)
            if isinstance(found, Denied) and self._may_take(found.lock.holder, holder, action):
                found = await self._table.acquire(
                    address, holder, ttl_s, take_over=found.lock.holder
                )
        except RampartError:
            self._say(session, LockDenied(name, Refusal.UNAVAILABLE))
            return
        if isinstance(found, Granted):
            await self._granted(session, name, address, found)
        else:
            self._denied(session, name, found, action)

    async def _granted(
        self, session: "Session", name: str, address: LockAddress, found: Granted
    ) -> None:
        lock = found.lock
        ends_at, now = self._now() + lock.left_s, self._rooms.timers.time()
        renew_at = now + self._rules.ttl_s / _RENEWALS
        held = _Held(address, lock.holder, session, name, lock.fence, ends_at, renew_at)
        if name not in session.rooms:  # it has gone meanwhile
            await self._release(held)
            return
        if found.taken_from is not None:
            self._lost(found.taken_from, held)
        self._held[session.number, name] = held
        self._show_token(held)
        self._tell(held)

    def _denied(self, session: "Session", name: str, found: Denied, action: LockAction) -> None:
        holder = self._seen(found.lock, session.person.tenant)
        reason = Refusal.HELD
        theirs = self._of_lease(found.lock.holder)
        if action is LockAction.REQUEST and theirs is not None and not theirs.session.over:
            asker = session.person
            same = asker.tenant == theirs.holder.tenant
            by = LockHolder(asker.name, asker.user) if same else LockHolder(ELSEWHERE)
            self._say(theirs.session, LockRequested(theirs.name, by))
            reason = Refusal.ASKED
        self._say(session, LockDenied(name, reason, holder))

    async def _renew(self, held: _Held) -> None:
        ttl_s = self._rules.ttl_s
        try:
            ours = await self._table.renew(held.address, held.holder, held.fence, ttl_s)
        except RampartError:
            if held.ends_at < self._now():
                self._ended(held, Refusal.UNAVAILABLE)
            return  # it is tried again while it may still be ours
        if not ours:
            self._ended(held, Refusal.NOT_HELD)
        elif self._is_held(held):
            held.ends_at = self._now() + ttl_s
            self._show_token(held)
            for room, seen in self._rooms_of(held):
                room.change_lock(seen)

    async def _release(self, held: _Held) -> None:
        try:
            await self._table.release(held.address, held.holder, held.fence)
        except RampartError:
            return  # it ends by itself
        self._tell_free(held)

    async def _look(self, tenant: str, room: Room) -> None:
        address = self._address(Person("", "", tenant), room.name)
        if address is None:
            return
        try:
            found = await self._table.look(address)
        except RampartError:
            self._foreign[room] = (tenant, self._now() + self._rules.ttl_s)
            return
        room.change_lock(self._seen(found, tenant) if found is not None else None)
        if found is not None and self._of_lease(found.holder) is None:
            self._foreign[room] = (tenant, self._now() + found.left_s)

    def _ended(self, held: _Held, reason: Refusal) -> None:
        """It is not ours any more, and we did not let it go."""
        if self._is_held(held):
            del self._held[held.session.number, held.name]
            self._say(held.session, LockDenied(held.name, reason))
            if reason is Refusal.UNAVAILABLE:
                self._tell_free(held)
            for tenant, room in self._rooms.named(held.name):
                self.opened(tenant, room)  # perhaps it is somebody else's

    def _lost(self, holder: Holder, to: _Held) -> None:
        """Another one took it over."""
        theirs = self._of_lease(holder)
        if theirs is not None:
            del self._held[theirs.session.number, theirs.name]
            seen = self._seen_held(to, theirs.holder.tenant)
            self._say(theirs.session, LockDenied(theirs.name, Refusal.NOT_HELD, seen))

    def _tell(self, held: _Held) -> None:
        for room, seen in self._rooms_of(held):
            self._foreign.pop(room, None)
            room.change_lock(seen)

    def _tell_free(self, held: _Held) -> None:
        for room, _ in self._rooms_of(held):
            room.change_lock(None)

    def _rooms_of(self, held: _Held) -> Iterator[tuple[Room, LockHolder]]:
        """The rooms that are about it, and what their people may see of its holder."""
        for tenant, room in list(self._rooms.named(held.name)):
            if held.address.tenant in {None, tenant}:
                yield room, self._seen_held(held, tenant)

    def _seen_held(self, held: _Held, tenant: str) -> LockHolder:
        return self._shown(held.holder, tenant, held.ends_at)

    def _seen(self, lock: Lock, tenant: str) -> LockHolder:
        return self._shown(lock.holder, tenant, self._now() + lock.left_s)

    def _shown(self, holder: Holder, tenant: str, ends_at: float) -> LockHolder:
        if holder.tenant != tenant:
            return LockHolder(ELSEWHERE, expires_at=ends_at)
        return LockHolder(holder.name, holder.user, ends_at)

    def _show_token(self, held: _Held) -> None:
        claim = Claim(held.fence, held.ends_at)
        token = self._tokens.sign(held.address, held.holder.user, claim)
        self._say(held.session, LockGranted(held.name, str(held.fence), token, held.ends_at))

    def _say(self, session: "Session", message: LockGranted | LockDenied | LockRequested) -> None:
        if not session.over:
            session.say(message)

    def _may_take(self, holder: Holder, asker: Holder, action: LockAction) -> bool:
        if action is not LockAction.TAKEOVER:
            return False
        if (holder.user, holder.tenant) == (asker.user, asker.tenant):
            return True
        theirs = self._of_lease(holder)
        broken = theirs is not None and theirs.session.over
        rule = self._rules.takeover
        return rule is Takeover.ANYONE or (rule is Takeover.BROKEN and broken)

    def _holder(self, session: "Session", name: str) -> Holder:
        held = self._held.get((session.number, name))
        if held is not None:
            return held.holder
        person = session.person
        lease = f"{self._rooms.instance}.{session.number}"
        return Holder(person.user, person.name, person.tenant, lease)

    def _of_lease(self, holder: Holder) -> _Held | None:
        return next((one for one in self._held.values() if one.holder == holder), None)

    def _is_held(self, held: _Held) -> bool:
        return self._held.get((held.session.number, held.name)) is held

    def _address(self, person: Person, name: str) -> LockAddress | None:
        address = parse_room(name)
        shape = self._catalogue.find(address.entity)
        if address.id is None or shape is None:
            return None
        return LockAddress(None if shape.shared else person.tenant, address.entity, address.id)

    def _now(self) -> float:
        return self._clock.now().timestamp()
