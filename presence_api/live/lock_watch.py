"""Locks that others hold: looked at when a room opens, when one is told of, and at its end."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from metamodel.kernel.errors import RampartError
from presence_api.live.lock_parts import LockParts
from presence_api.live.lock_terms import address_of, shown_to
from presence_api.live.rooms.address import parse_room
from presence_api.live.rooms.room import Room
from presence_api.live.rooms.rooms import Rooms

Work = Callable[[], Coroutine[Any, Any, None]]
Spawn = Callable[[Work], object]


class LockWatch:
    """Tells rooms who holds what they are about; nothing is asked for again but at a lock's end."""

    def __init__(self, parts: LockParts, rooms: Rooms, spawn: Spawn) -> None:
        self._parts, self._rooms, self._spawn = parts, rooms, spawn
        self._ends: dict[Room, tuple[str, float]] = {}  # tenant, and when to look again

    def opened(self, tenant: str, room: Room) -> None:
        """Somebody is in this room, for the first time here: who holds what it is about?"""
        if parse_room(room.name).id is not None:
            self._spawn(partial(self._look, tenant, room))

    def look_again(self, name: str) -> None:
        """Somebody elsewhere has changed a lock."""
        for tenant, room in self._rooms.named(name):
            self.opened(tenant, room)

    def ours(self, room: Room) -> None:
        """What a room is about is held here: it is told from here."""
        self._ends.pop(room, None)

    def sweep(self) -> None:
        """Look again at what should have ended."""
        now = self._parts.now()
        for room, (tenant, look_at) in list(self._ends.items()):
            if look_at <= now:
                del self._ends[room]
                if room.peers:
                    self._spawn(partial(self._look, tenant, room))

    async def _look(self, tenant: str, room: Room) -> None:
        address = address_of(self._parts.catalogue, tenant, parse_room(room.name))
        if address is None:
            return
        try:
            found = await self._parts.table.look(address)
        except RampartError:
            self._ends[room] = (tenant, self._parts.now() + self._parts.rules.ttl_s)
            return
        if found is None:
            room.change_lock(None)
            return
        ends_at = self._parts.now() + found.left_s
        room.change_lock(shown_to(tenant, found.holder, ends_at))
        self._ends[room] = (tenant, ends_at)
