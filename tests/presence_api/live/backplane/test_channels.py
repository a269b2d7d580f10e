"""Where things are said."""

from metamodel.naming.redis_keys import parse_redis_key
from presence_api.live.backplane.channels import (
    INSTANCES,
    channel_of,
    lock_channel,
    roll_of,
)
from presence_api.live.rooms.address import parse_room
from presence_api.ports.lock_table import LockAddress


def test_a_lock_is_told_of_in_the_room_that_is_about_it() -> None:
    for tenant in ("a", None):
        room = channel_of(tenant, parse_room("order_item/1~2"))
        assert lock_channel(LockAddress(tenant, "order_item", "1~2")) == room


def test_every_name_is_a_key_of_ours_and_no_two_are_one() -> None:
    rooms = [parse_room(name) for name in ("order", "order/1", "order_item/1~2")]
    names = [
        make(tenant, room)
        for tenant in ("a", "b")
        for room in rooms
        for make in (channel_of, roll_of)
    ]
    names += [channel_of(None, room) for room in rooms] + [INSTANCES]
    assert len(set(names)) == len(names)
    assert [str(parse_redis_key(name)) for name in names] == names
