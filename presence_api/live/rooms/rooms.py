"""All rooms of this instance."""

import secrets
from collections.abc import Iterator

from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.room import Room
from presence_api.live.rooms.timers import Timers


class Rooms:
    """Rooms by tenant and name; one exists while somebody is in it."""

    def __init__(self, timers: Timers, limits: Limits, instance: str | None = None) -> None:
        self.timers, self.limits = timers, limits
        self.instance = instance or secrets.token_hex(4)
        self._rooms: dict[tuple[str, str], Room] = {}
        self._incarnations = 0
        self._ended_writes = self._ended_flushes = 0  # of rooms that are no more

    def __iter__(self) -> Iterator[tuple[str, Room]]:
        """Tenant and room."""
        return ((tenant, room) for (tenant, _), room in self._rooms.items())

    @property
    def writes(self) -> int:
        """Messages written to peers, ever."""
        return self._ended_writes + sum(room.writes for room in self._rooms.values())

    @property
    def flushes(self) -> int:
        """Messages made for all peers of a room, ever."""
        return self._ended_flushes + sum(room.flushes for room in self._rooms.values())

    def __len__(self) -> int:
        return len(self._rooms)

    def named(self, name: str) -> Iterator[tuple[str, Room]]:
        """Tenant and room of each tenant's room of that name."""
        return ((tenant, room) for tenant, room in self if room.name == name)

    def find(self, tenant: str, name: str) -> Room | None:
        """The room of that name, if somebody is in it."""
        return self._rooms.get((tenant, name))

    def room(self, tenant: str, name: str) -> Room:
        """The room of that name, new if nobody is in it; whoever takes it joins it."""
        key = (tenant, name)
        found = self._rooms.get(key)
        if found is None:
            self._incarnations += 1
            epoch = f"{self.instance}.{self._incarnations}"

            def emptied(room: Room) -> None:
                del self._rooms[key]
                self._ended_writes += room.writes
                self._ended_flushes += room.flushes

            found = self._rooms[key] = Room(name, epoch, self.timers, self.limits, emptied)
        return found
