"""Where locks are told of."""

from presence_api.live.backplane.channels import lock_channel
from presence_api.live.backplane.lock_channels import LockChannels
from presence_api.live.backplane.shared_room import SharedRoom
from presence_api.ports.lock_table import LockAddress
from tests.fakes.entity_catalogue import shop
from tests.fakes.instance import Instance

INSTANCE = Instance()


def opened(channels: LockChannels, name: str, tenant: str = "acme") -> SharedRoom:
    found = SharedRoom(tenant, INSTANCE.rooms.room(tenant, name))
    channels.opened(found)
    return found


def channels() -> LockChannels:
    return LockChannels(shop())


def test_a_tenants_lock_is_told_of_in_its_own_room() -> None:
    found = channels()
    room = opened(found, "order/1")
    assert room.channel in found
    assert found.about(room.channel) == LockAddress("acme", "order", "1")
    assert not found.is_for_all(room.for_all)
    assert found.closed(room) is None
    assert room.channel not in found
    assert found.about(room.channel) is None


def test_a_whole_entity_has_no_lock() -> None:
    found = channels()
    assert opened(found, "order").channel not in found


def test_what_all_tenants_share_is_told_of_in_one_channel_until_the_last_room_is_closed() -> None:
    found = channels()
    here, there = opened(found, "nation/1"), opened(found, "nation/1", "globex")
    about = lock_channel(LockAddress(None, "nation", "1"))
    assert here.channel not in found
    assert found.is_for_all(about)
    assert found.closed(here) is None
    assert found.about(about) == LockAddress(None, "nation", "1")
    assert found.closed(there) == about
    assert not found.is_for_all(about)
