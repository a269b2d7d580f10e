"""Rooms that several instances have, as one: who is in them, and who holds what.

Nothing waits for another instance but a room's first snapshot, and that not for long. What is kept
outside is only which instances have a room; who lives is found by listening.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from presence_api.live.backplane.channels import INSTANCES, channel_of, lock_channel
from presence_api.live.backplane.lock_channels import LockChannels
from presence_api.live.backplane.messages import (
    Ask,
    Beat,
    Bye,
    LockTouched,
    LockWanted,
    News,
    Said,
    decode,
    encode,
)
from presence_api.live.backplane.shared_room import SILENT_S, SharedRoom
from presence_api.live.backplane.ticket_marks import TicketMarks
from presence_api.live.lock_terms import DESK
from presence_api.live.lock_watch import Spawn
from presence_api.live.rooms.address import parse_room
from presence_api.live.rooms.guest import Guest
from presence_api.live.rooms.messages import LockHolder
from presence_api.live.rooms.peer import Peer
from presence_api.live.rooms.room import Room
from presence_api.live.rooms.rooms import Rooms
from presence_api.live.standing import Standing
from presence_api.ports.bus import Bus, BusUnavailable
from presence_api.ports.entity_catalogue import EntityCatalogue
from presence_api.ports.lock_table import LockAddress

BEAT_S: Final = 2.0
ROLL_S: Final = 15.0
ENROL_S: Final = 5.0
ANSWER_S: Final = 0.15  # a first snapshot waits for others so long
TICK_S: Final = 0.005  # what happens in one tick is said together


class Backplane:
    """Says what happens here, hears what happens elsewhere."""

    def __init__(
        self, bus: Bus, rooms: Rooms, catalogue: EntityCatalogue, standing: Standing, spawn: Spawn
    ) -> None:
        self._bus, self._standing, self._spawn = bus, standing, spawn
        self._timers, self.instance = rooms.timers, rooms.instance
        self._shared: dict[str, SharedRoom] = {}  # by channel
        self._locks = LockChannels(catalogue)
        self.tickets = TicketMarks(bus, spawn)
        self._due: set[SharedRoom] = set()
        self._flushed_at = self._beat_at = self._enrolled_at = self._up_at = -1e9
        self._alive: dict[str, float] = {}
        self._lost: set[str] = set()  # not heard of for a while; perhaps they come back
        self._up = False
        # Hear of rooms whose lock changed elsewhere; of who wants one, from which lease's holder.
        self.look_again: Callable[[str], object] = _ignore
        self.wanted_here: Callable[[LockAddress, str, LockHolder], object] = _ignore
        rooms.ended = self._closed
        bus.attach(self._hear, self._reached)

    @property
    def up(self) -> bool:
        """Can other instances be heard?"""
        return self._up

    @property
    def neighbours(self) -> int:
        """Instances that were heard of lately."""
        return len(self._alive)

    def opened(self, tenant: str, room: Room) -> None:
        """Somebody is in this room, for the first time here."""
        shared = SharedRoom(tenant, room)
        self._shared[shared.channel] = shared
        self._locks.opened(shared)
        for user in room.members:
            shared.touch(user)
        room.echo = partial(self._touch, shared)
        if self._up:
            room.opening = True
            self._timers.call_later(ANSWER_S, shared.open)
            self._spawn(partial(self._join, shared))

    def touched(self, address: LockAddress) -> None:
        """A lock was changed here; who has a room to themselves tells it when others come in."""
        channel = lock_channel(address)
        shared = self._shared.get(channel)
        if shared is None or shared.company:
            self._publish(channel, LockTouched(self.instance))

    def wanted(self, address: LockAddress, lease: str, by: LockHolder) -> bool:
        """Somebody here wants what is held elsewhere; False if nobody there can be told."""
        if lease.partition(".")[0] not in self._alive:
            return False
        self._publish(lock_channel(address), LockWanted(self.instance, lease, by))
        return True

    def gone(self, lease: str) -> bool:
        """Is it a lease of another instance, and is that one surely dead?"""
        instance = lease.partition(".")[0]
        listened = self._up and self._timers.time() - self._up_at > SILENT_S
        known = instance in self._alive or instance == self.instance
        return listened and not known and not lease.startswith(DESK)

    def sweep(self) -> None:
        """Once a second: say that we live, and forget who does not."""
        now = self._timers.time()
        for instance, heard_at in list(self._alive.items()):
            if now - heard_at > SILENT_S:
                self._forget(instance)
                self._lost.add(instance)
        if not self._up:
            return
        if now - self._beat_at >= BEAT_S:
            self._beat_at = now
            self._publish(INSTANCES, Beat(self.instance))
        for shared in self._shared.values():
            shared.give_up(self._alive, now)
            if shared.waits_for:
                self._ask(shared)
        if now - self._enrolled_at >= ENROL_S:
            self._enrolled_at = now
            self._bus.renew([one.roll for one in self._shared.values()], self.instance, ROLL_S)

    def stop(self) -> None:
        """We end: nobody is here any more."""
        self._publish(INSTANCES, Bye(self.instance))
        for shared in self._shared.values():
            self._bus.strike(shared.roll, self.instance)

    async def _join(self, shared: SharedRoom) -> None:
        try:
            others = await self._enter(shared)
        except BusUnavailable:
            shared.open()
            return
        now = self._shared.get(shared.channel)
        if now is not shared:  # everybody has left meanwhile
            if now is None:
                self._withdraw(shared)
            return
        shared.wait_for(set(others) - self._lost, self._timers.time())
        if shared.waits_for:
            self._meet(shared)
            self._say_all(shared)
            self._ask(shared)
        else:
            shared.open()

    def _meet(self, shared: SharedRoom) -> None:
        """Other instances have this room too: what was not said while we were alone."""
        shared.company = True
        self._say_news(shared)
        if shared.channel in self._locks:
            self._publish(shared.channel, LockTouched(self.instance))

    async def _enter(self, shared: SharedRoom) -> Sequence[str]:
        """Listen to what is said of a room, and be on its roll; who else is."""
        if self._locks.is_for_all(shared.for_all):
            await self._bus.subscribe(shared.for_all)
        await self._bus.subscribe(shared.channel)
        return await self._bus.enrol(shared.roll, self.instance, ROLL_S)

    def _closed(self, tenant: str, room: Room) -> None:
        channel = channel_of(tenant, parse_room(room.name))
        shared = self._shared.pop(channel)
        self._due.discard(shared)
        self._say_news(shared)
        self._withdraw(shared)
        about = self._locks.closed(shared)
        if about is not None:
            self._bus.unsubscribe(about)

    def _withdraw(self, shared: SharedRoom) -> None:
        """Listen no more, and be on the roll no more."""
        self._bus.unsubscribe(shared.channel)
        self._bus.strike(shared.roll, self.instance)

    def _touch(self, shared: SharedRoom, peer: Peer) -> None:
        if isinstance(peer, Guest):  # its own instance has said so
            return
        shared.touch(peer.person.user)
        if not shared.company or shared in self._due:
            return
        if not self._due:
            waited = self._timers.time() - self._flushed_at
            if waited > TICK_S:
                self._timers.call_soon(self._flush)
            else:
                self._timers.call_later(TICK_S - waited, self._flush)
        self._due.add(shared)

    def _flush(self) -> None:
        self._flushed_at = self._timers.time()
        due, self._due = self._due, set()
        for shared in due:
            self._say_news(shared)

    def _say_news(self, shared: SharedRoom) -> None:
        news = shared.news(self.instance) if shared.company else None
        if news is not None:
            self._publish(shared.channel, news)

    def _ask(self, shared: SharedRoom) -> None:
        self._publish(shared.channel, Ask(self.instance))

    def _say_all(self, shared: SharedRoom) -> None:
        self._say_news(shared)
        self._publish(shared.channel, shared.all_of_it(self.instance))

    def _publish(self, channel: str, said: Said) -> None:
        if self._up:
            self._bus.publish(channel, encode(said))

    def _hear(self, channel: str, data: bytes) -> None:
        said = decode(data)
        if said is None or said.instance == self.instance:
            return
        if isinstance(said, Bye):
            self._forget(said.instance)
            return
        self._alive[said.instance] = self._timers.time()
        if said.instance in self._lost:  # what it said meanwhile was not heard
            self._lost.discard(said.instance)
            for shared in self._shared.values():
                self._ask(shared)
        if isinstance(said, LockTouched | LockWanted):
            self._hear_of_lock(channel, said)
        elif (shared_here := self._shared.get(channel)) is not None:
            self._hear_in_room(shared_here, said)

    def _hear_in_room(self, shared: SharedRoom, said: Said) -> None:
        if not shared.company:
            self._meet(shared)
        if isinstance(said, Ask):
            self._say_all(shared)
        elif isinstance(said, News):
            if shared.hear(said):
                shared.waits_for.discard(said.instance)
                if not shared.waits_for:
                    shared.open()
            else:
                shared.waits_for.add(said.instance)
                self._ask(shared)

    def _hear_of_lock(self, channel: str, said: LockTouched | LockWanted) -> None:
        address = self._locks.about(channel)
        if address is None:
            return
        if isinstance(said, LockTouched):
            self.look_again(f"{address.entity}/{address.id}")
        else:
            self.wanted_here(address, said.lease, said.by)

    def _forget(self, instance: str) -> None:
        self._alive.pop(instance, None)
        for shared in self._shared.values():
            shared.forget(instance)
            if not shared.waits_for:
                shared.open()

    def _reached(self, up: bool) -> None:
        self._up = self.tickets.up = up
        self._standing.reach_others(up)
        if up:
            self._beat_at = self._enrolled_at = -1e9
            self._up_at = self._timers.time()
            self._spawn(self._return)
        else:
            for shared in self._shared.values():
                shared.open()

    async def _return(self) -> None:
        """The bus can be reached, perhaps again: nothing that was said meanwhile was heard."""
        try:
            await self._bus.subscribe(INSTANCES)
            self._publish(INSTANCES, Bye(self.instance))  # who left meanwhile, left unheard
            for shared in list(self._shared.values()):
                others = await self._enter(shared)
                for gone in shared.heard_of.difference(others):
                    shared.forget(gone)
                shared.company = False
                if others:
                    self._meet(shared)
                    self.look_again(shared.room.name)
                self._say_all(shared)
                self._ask(shared)
        except BusUnavailable:
            return  # it is said when it can be reached again


def _ignore(*_: Any) -> None:
    """Nobody has to know."""
