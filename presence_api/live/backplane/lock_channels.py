"""Where the locks of open rooms are told of: in a room's own channel, or in one for all tenants."""

from collections import Counter

from presence_api.live.backplane.channels import lock_channel
from presence_api.live.backplane.shared_room import SharedRoom
from presence_api.live.lock_terms import address_of
from presence_api.live.rooms.address import parse_room
from presence_api.ports.entity_catalogue import EntityCatalogue
from presence_api.ports.lock_table import LockAddress


class LockChannels:
    """The channels of rooms that are open here and are about something that can be locked."""

    def __init__(self, catalogue: EntityCatalogue) -> None:
        self._catalogue = catalogue
        self._locks: dict[str, LockAddress] = {}
        self._for_all: Counter[str] = Counter()  # rooms of each channel that all tenants share

    def __contains__(self, channel: str) -> bool:
        """Is a lock told of there?"""
        return channel in self._locks

    def opened(self, shared: SharedRoom) -> None:
        """A room is open from now on."""
        address = address_of(self._catalogue, shared.tenant, parse_room(shared.room.name))
        if address is not None:
            about = lock_channel(address)
            self._locks[about] = address
            if about != shared.channel:
                self._for_all[about] += 1

    def closed(self, shared: SharedRoom) -> str | None:
        """It is closed; the channel for all tenants that no room here needs any longer, if any."""
        self._locks.pop(shared.channel, None)
        about = shared.for_all
        if about not in self._for_all:
            return None
        self._for_all[about] -= 1
        if self._for_all[about]:
            return None
        del self._for_all[about], self._locks[about]
        return about

    def is_for_all(self, channel: str) -> bool:
        """Do all tenants share it, and is a room of it open?"""
        return channel in self._for_all

    def about(self, channel: str) -> LockAddress | None:
        """What is locked, if it is told of there."""
        return self._locks.get(channel)
