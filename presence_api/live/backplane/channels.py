"""Where things are said: one channel a room, and one for all instances."""

from functools import lru_cache
from typing import Final

from metamodel.naming.redis_keys import RedisKey
from presence_api.live.rooms.address import RoomAddress
from presence_api.ports.lock_table import LockAddress

_WHOLE: Final = "~"  # no instance's id: two empty key parts
INSTANCES: Final = str(RedisKey(None, "room", "instance", _WHOLE))


def channel_of(tenant: str | None, address: RoomAddress) -> str:
    """The channel of a tenant's room; of a shared instance, for all tenants, without one."""
    return str(RedisKey(tenant, "room", address.entity, address.id or _WHOLE))


@lru_cache(maxsize=4096)
def lock_channel(address: LockAddress) -> str:
    """Where a lock is told of: the channel of the room that is about it."""
    return channel_of(address.tenant, RoomAddress(address.entity, address.id))


def roll_of(tenant: str, address: RoomAddress) -> str:
    """The key under which instances say that they have this room."""
    return str(RedisKey(tenant, "room", address.entity, address.id or _WHOLE, "roll"))


def ticket_mark(ticket: str) -> str:
    """The key that is there from when a ticket lets somebody in until it is void."""
    return str(RedisKey(None, "ticket", "used", ticket))
