"""All rooms of this instance."""

import secrets
from collections.abc import Callable, Iterator
from functools import partial

from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.room import Room
from presence_api.live.rooms.timers import Timers


class Rooms:
    """Rooms by tenant and name; one exists while somebody is in it."""

    def __init__(self, timers: Timers, limits: Limits, instance: str | None = None) -> None:
        self.timers, self.limits = timers, limits
        self.instance = instance or secrets.token_hex(4)
        self.ended: Callable[[str, Room], object] = _nobody
        """Hears of tenant and room when nobody is in it any more."""
        self._rooms: dict[str, dict[str, Room]] = {}  # by name, then by tenant
        self._incarnations = 0
        self._ended_writes = self._ended_flushes = self._ended_told = 0  # of rooms no more

    def __iter__(self) -> Iterator[tuple[str, Room]]:
        """Tenant and room."""
        return (pair for rooms in self._rooms.values() for pair in rooms.items())

    @property
    def writes(self) -> int:
        """Messages written to peers, ever."""
        return self._ended_writes + sum(room.writes for _, room in self)

    @property
    def flushes(self) -> int:
        """Messages made for all peers of a room, ever."""
        return self._ended_flushes + sum(room.flushes for _, room in self)

    @property
    def told(self) -> int:
        """Members in those messages, ever: the size of a tick is so many by message."""
        return self._ended_told + sum(room.told for _, room in self)

    def __len__(self) -> int:
        return sum(map(len, self._rooms.values()))

    def named(self, name: str) -> tuple[tuple[str, Room], ...]:
        """Tenant and room of each tenant's room of that name."""
        return tuple(self._rooms.get(name, {}).items())

    def room(self, tenant: str, name: str) -> Room:
        """The room of that name, new if nobody is in it; whoever takes it joins it."""
        rooms = self._rooms.setdefault(name, {})
        found = rooms.get(tenant)
        if found is None:
            self._incarnations += 1
            epoch = f"{self.instance}.{self._incarnations}"
            emptied = partial(self._emptied, tenant)
            found = rooms[tenant] = Room(name, epoch, self.timers, self.limits, emptied)
        return found

    def _emptied(self, tenant: str, room: Room) -> None:
        rooms = self._rooms[room.name]
        del rooms[tenant]
        if not rooms:
            del self._rooms[room.name]
        self._ended_writes += room.writes
        self._ended_flushes += room.flushes
        self._ended_told += room.told
        self.ended(tenant, room)


def _nobody(tenant: str, room: Room) -> None:
    """Nobody has to know."""
