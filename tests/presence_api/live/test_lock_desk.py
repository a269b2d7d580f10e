"""Locks for those who come without a socket."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from presence_api.live.lock_desk import EntityUnknown, HeldLock, LockDesk, LockHeld, LockNotHeld
from presence_api.live.lock_rules import LockRules, Takeover
from presence_api.live.rooms.address import RoomAddress
from presence_api.live.rooms.person import Person
from presence_api.ports.served_models import ModelsUnknown
from presence_api.ports.write_guard import LockTokenRefused
from tests.fakes.entity_catalogue import FakeEntityCatalogue
from tests.fakes.instance import Instance, desk_of, parts_of

ORDER = RoomAddress("order", "1")
ANNA, BEN = Person("anna", "Anna", "acme"), Person("ben", "Ben", "acme")
EVE = Person("eve", "Eve", "umbrella")


def desk(instance: Instance) -> LockDesk:
    return desk_of(instance.locks, instance.table, instance.clock)


def acquire(one: LockDesk, person: Person, room: RoomAddress = ORDER, **more: Any) -> HeldLock:
    return asyncio.run(one.acquire(person, room, **more))


def test_it_is_taken_prolonged_and_let_go() -> None:
    instance = Instance()
    one = desk(instance)
    held = acquire(one, ANNA)
    assert acquire(one, ANNA).fence == held.fence
    instance.clock.advance(20)
    longer = asyncio.run(one.prolong(ANNA, ORDER, held.token))
    assert (longer.fence, longer.expires_at) == (held.fence, held.expires_at + 20)
    with pytest.raises(LockHeld) as refused:
        acquire(one, BEN)
    assert (refused.value.holder, refused.value.ends_at) == ("Anna", longer.expires_at)
    asyncio.run(one.release(ANNA, ORDER, longer.token))
    assert int(acquire(one, BEN).fence) > int(held.fence)


def test_a_token_that_is_not_good_prolongs_nothing() -> None:
    one = desk(Instance())
    held = acquire(one, ANNA)
    for person, token in ((ANNA, ""), (ANNA, "x.y.z"), (BEN, held.token)):
        with pytest.raises(LockTokenRefused):
            asyncio.run(one.prolong(person, ORDER, token))
        with pytest.raises(LockTokenRefused):
            asyncio.run(one.release(person, ORDER, token))


def test_what_was_lost_meanwhile_is_said() -> None:
    instance = Instance()
    one = desk(instance)
    held = acquire(one, ANNA)
    instance.table.restart()
    with pytest.raises(LockNotHeld):
        asyncio.run(one.prolong(ANNA, ORDER, held.token))
    with pytest.raises(LockNotHeld):
        asyncio.run(one.release(ANNA, ORDER, held.token))


def test_before_anybody_could_look_nothing_is_said_not_to_exist() -> None:
    instance, nothing = Instance(), FakeEntityCatalogue()
    nothing.known = False
    parts = replace(parts_of(instance.table, instance.clock), catalogue=nothing)
    with pytest.raises(ModelsUnknown):
        acquire(LockDesk(parts, instance.locks.touched), ANNA)


@pytest.mark.parametrize("room", [RoomAddress("unicorn", "1"), RoomAddress("order", "1~2")])
def test_only_what_exists_is_locked(room: RoomAddress) -> None:
    with pytest.raises(EntityUnknown):
        acquire(desk(Instance()), ANNA, room)


def test_another_organisations_holder_has_no_name() -> None:
    one = desk(Instance())
    acquire(one, ANNA, RoomAddress("nation", "7"))
    with pytest.raises(LockHeld, match="other organisation"):
        acquire(one, EVE, RoomAddress("nation", "7"))
    acquire(one, EVE)  # another tenant's order 1


@pytest.mark.parametrize(("policy", "allowed"), [(Takeover.OWN, False), (Takeover.ANYONE, True)])
def test_the_policy_says_from_whom_it_may_be_taken(policy: Takeover, allowed: bool) -> None:
    instance = Instance()
    parts = parts_of(instance.table, instance.clock, LockRules(takeover=policy), instance.changes)
    one = LockDesk(parts, instance.locks.touched)
    first = acquire(one, ANNA)
    if allowed:
        assert int(acquire(one, BEN, take_over=True).fence) > int(first.fence)
    else:
        with pytest.raises(LockHeld):
            acquire(one, BEN, take_over=True)


def test_a_socket_and_the_desk_share_one_truth() -> None:
    instance = Instance()
    one = desk(instance)
    browser = instance.browser("ben")
    browser.sub("order/1")
    instance.settle()
    held = acquire(one, ANNA)
    instance.timers.turn()
    assert browser.of("LOCK_CHANGED")[-1]["holder"]["user"] == "anna"
    browser.say("LOCK", room="order/1")
    instance.timers.turn()
    assert browser.of("LOCK_DENIED")[-1]["reason"] == "held"
    asyncio.run(one.release(ANNA, ORDER, held.token))
    instance.timers.turn()
    assert "holder" not in browser.of("LOCK_CHANGED")[-1]
    browser.say("LOCK", room="order/1")
    instance.timers.turn()
    with pytest.raises(LockHeld):
        acquire(one, ANNA)
    assert int(acquire(one, BEN, take_over=True).fence) > int(held.fence)
