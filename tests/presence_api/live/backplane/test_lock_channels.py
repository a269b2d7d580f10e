"""Where locks are told of."""

import pytest

from presence_api.live.backplane.channels import lock_channel
from presence_api.live.backplane.lock_channels import LockChannels
from presence_api.live.backplane.shared_room import SharedRoom
from presence_api.ports.lock_table import LockAddress
from tests.fakes.entity_catalogue import shop
from tests.fakes.instance import Instance
from tests.presence_api.live.backplane.several import Several

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


def test_who_has_a_room_alone_tells_nobody_of_its_lock() -> None:
    several = Several("i1", "i2")
    anna = several.tab("i1", "anna", "order/1")
    several.pass_time(1)
    before = several.hub.said
    anna.say("LOCK", room="order/1")
    several.pass_time(0.01)
    anna.say("UNLOCK", room="order/1", token=anna.of("LOCK_GRANTED")[-1]["token"])
    several.pass_time(0.01)
    assert several.hub.said == before


@pytest.mark.parametrize("milliseconds", range(8))
@pytest.mark.parametrize("locks", ["anna", "ben"])
def test_a_lock_that_changes_while_another_instance_comes_in_is_seen_by_both(
    milliseconds: int, locks: str
) -> None:
    several = Several("i1", "i2")
    people = {"anna": several.tab("i1", "anna", "order/1"), "ben": several["i2"].browser("ben")}
    people["ben"].sub("order/1")
    for _ in range(milliseconds):
        several.timers.advance(0.001)
    people[locks].say("LOCK", room="order/1")
    several.pass_time(1)
    people["cem"] = several.tab("i1", "cem", "order/1")
    people["dan"] = several.tab("i2", "dan", "order/1")
    for one in people.values():
        told = [m for m in one.messages if m["op"] in {"LOCK_CHANGED", "SNAPSHOT"}][-1]
        holder = told.get("holder") or told.get("lock") or {}
        assert holder.get("user") == locks


def test_a_lock_that_changed_while_an_instance_was_cut_off_is_seen_when_it_is_back() -> None:
    several = Several("i1", "i2")
    anna, ben = several.tab("i1", "anna", "order/1"), several.tab("i2", "ben", "order/1")
    several["i2"].bus.cut()
    anna.say("LOCK", room="order/1")
    several.pass_time(1)
    assert not ben.of("LOCK_CHANGED")
    several["i2"].bus.connect()
    several.pass_time(0.1)
    assert ben.of("LOCK_CHANGED")[-1]["holder"]["user"] == "anna"
