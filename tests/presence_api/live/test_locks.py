"""Locks of an instance's connections: who is told what, and what is never lost."""

import asyncio
from typing import Any

import pytest

from presence_api.live.lock_rules import LockRules, Takeover
from presence_api.live.lock_terms import ELSEWHERE
from presence_api.ports.lock_table import Holder, LockAddress
from tests.fakes.browser import Browser
from tests.fakes.instance import Instance
from tests.fakes.timers import FakeTimers

ROOM = "order/1"


def people(instance: Instance, *users: str, room: str = ROOM) -> list[Browser]:
    found = [instance.browser(user) for user in users]
    for one in found:
        one.sub(room)
    instance.settle()
    return found


def last(browser: Browser, op: str) -> dict[str, Any]:
    return browser.of(op)[-1]


def ask(browser: Browser, op: str, **fields: Any) -> None:
    """Say it, and let the answer come."""
    browser.say(op, **fields)
    assert browser.session is not None
    timers = browser.session._sessions.timers
    assert isinstance(timers, FakeTimers)
    timers.turn()


def gone(browser: Browser) -> None:
    assert browser.session is not None
    browser.session.lost()


def test_one_gets_it_and_the_others_see_whose_it_is() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    granted = last(anna, "LOCK_GRANTED")
    assert granted["fence"].isdecimal()
    assert granted["expires_at"] > instance.sessions.now()
    for one in (anna, ben):
        holder = last(one, "LOCK_CHANGED")["holder"]
        assert (holder["user"], holder["name"]) == ("anna", "Anna")
    ask(ben, "LOCK", room=ROOM)
    denied = last(ben, "LOCK_DENIED")
    assert (denied["reason"], denied["holder"]["user"]) == ("held", "anna")
    (cem,) = people(instance, "cem")
    assert last(cem, "SNAPSHOT")["lock"]["user"] == "anna"


def test_a_holder_is_told_of_it_in_one_write() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    before = anna.writes, ben.writes
    ask(anna, "LOCK", room=ROOM)
    assert [one["op"] for one in anna.messages[-2:]] == ["LOCK_GRANTED", "LOCK_CHANGED"]
    assert (anna.writes, ben.writes) == (before[0] + 1, before[1] + 1)


def test_a_room_of_a_whole_entity_has_no_lock() -> None:
    instance = Instance()
    (anna,) = people(instance, "anna", room="order")
    ask(anna, "LOCK", room="order")
    assert last(anna, "LOCK_DENIED")["reason"] == "no_instance"


def test_what_is_let_go_is_free_with_a_higher_fence() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    granted = last(anna, "LOCK_GRANTED")
    ask(ben, "UNLOCK", room=ROOM, token=granted["token"])
    ask(anna, "UNLOCK", room=ROOM, token="nonsense")
    assert [last(one, "LOCK_DENIED")["reason"] for one in (anna, ben)] == ["not_held"] * 2
    ask(anna, "UNLOCK", room=ROOM, token=granted["token"])
    assert "holder" not in last(ben, "LOCK_CHANGED")
    ask(ben, "LOCK", room=ROOM)
    assert int(last(ben, "LOCK_GRANTED")["fence"]) > int(granted["fence"])


def test_it_lives_as_long_as_its_connection_and_tokens_are_renewed() -> None:
    instance = Instance(rules=LockRules(ttl_s=30))
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    first = last(anna, "LOCK_GRANTED")
    for _ in range(20):
        instance.pass_time(10)
        anna.say("HB")
        ben.say("HB")
    newest = last(anna, "LOCK_GRANTED")
    assert newest["fence"] == first["fence"]
    assert newest["expires_at"] > first["expires_at"] + 100
    assert len(ben.of("LOCK_CHANGED")) == 1
    (cem,) = people(instance, "cem")
    assert last(cem, "SNAPSHOT")["lock"]["expires_at"] > instance.sessions.now()


def test_it_is_free_when_the_grace_of_its_connection_is_over() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    gone(anna)
    instance.pass_time(4)
    ask(ben, "LOCK", room=ROOM)
    assert last(ben, "LOCK_DENIED")["reason"] == "held"
    instance.pass_time(3)
    assert "holder" not in last(ben, "LOCK_CHANGED")
    ask(ben, "LOCK", room=ROOM)
    assert len(ben.of("LOCK_GRANTED")) == 1


def test_who_comes_back_in_time_holds_it_still() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    before = last(anna, "LOCK_GRANTED")
    gone(anna)
    seen = len(ben.messages)
    again = instance.browser("anna", resume=last(anna, "WELCOME")["resume"], views=anna)
    again.sub(ROOM)
    instance.timers.turn()
    assert last(again, "LOCK_GRANTED")["fence"] == before["fence"]
    instance.pass_time(20)
    assert ben.messages[seen:] == []
    ask(again, "LOCK", room=ROOM)
    assert last(again, "LOCK_GRANTED")["fence"] == before["fence"]
    ask(again, "UNLOCK", room=ROOM, token=last(again, "LOCK_GRANTED")["token"])
    assert "holder" not in last(ben, "LOCK_CHANGED")


def test_who_leaves_the_room_lets_it_go() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    ask(anna, "UNSUB", room=ROOM)
    assert "holder" not in last(ben, "LOCK_CHANGED")


@pytest.mark.parametrize(
    ("policy", "own", "broken", "other"),
    [
        (Takeover.OWN, True, False, False),
        (Takeover.BROKEN, True, True, False),
        (Takeover.ANYONE, True, True, True),
    ],
)
def test_the_policy_says_from_whom_it_may_be_taken(
    policy: Takeover, own: bool, broken: bool, other: bool
) -> None:
    for taker, is_broken, allowed in (("anna", 0, own), ("ben", 1, broken), ("ben", 0, other)):
        instance = Instance(rules=LockRules(takeover=policy))
        anna, wants = people(instance, "anna", taker)
        ask(anna, "LOCK", room=ROOM)
        fence = last(anna, "LOCK_GRANTED")["fence"]
        if is_broken:
            gone(anna)
        ask(wants, "LOCK", room=ROOM)
        assert last(wants, "LOCK_DENIED")["reason"] == "held"
        ask(wants, "LOCK", room=ROOM, action="takeover")
        assert bool(wants.of("LOCK_GRANTED")) == allowed
        if allowed:
            assert int(last(wants, "LOCK_GRANTED")["fence"]) > int(fence)
        if allowed and not is_broken:
            assert last(anna, "LOCK_DENIED")["reason"] == "not_held"


def test_a_holder_is_told_who_waits() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    ask(ben, "LOCK", room=ROOM, action="request")
    assert last(ben, "LOCK_DENIED")["reason"] == "asked"
    asked = last(anna, "LOCK_REQUESTED")
    assert (asked["room"], asked["by"]["user"]) == (ROOM, "ben")


def test_of_another_organisations_holder_only_that_is_said() -> None:
    instance = Instance()
    anna, eve = instance.browser("anna"), instance.browser("eve", tenant="umbrella")
    for one in (anna, eve):
        one.sub("nation/7")
    instance.settle()
    ask(anna, "LOCK", room="nation/7")
    ask(eve, "LOCK", room="nation/7", action="request")
    for seen in (last(eve, "LOCK_CHANGED")["holder"], last(eve, "LOCK_DENIED")["holder"]):
        assert set(seen) == {"name", "expires_at"}
        assert seen["name"] == ELSEWHERE
    assert last(anna, "LOCK_REQUESTED")["by"] == {"name": ELSEWHERE}


def test_the_same_instance_of_two_tenants_has_two_locks() -> None:
    instance = Instance()
    anna, eve = instance.browser("anna"), instance.browser("eve", tenant="umbrella")
    for one in (anna, eve):
        one.sub(ROOM)
        ask(one, "LOCK", room=ROOM)
        assert len(one.of("LOCK_GRANTED")) == 1
    assert all(len(one.of("LOCK_CHANGED")) == 1 for one in (anna, eve))


def test_without_the_table_nothing_is_granted_and_what_is_held_may_come_back() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    instance.table.away = True
    ask(ben, "LOCK", room=ROOM)
    assert last(ben, "LOCK_DENIED")["reason"] == "unavailable"
    instance.pass_time(15)
    assert anna.of("LOCK_DENIED") == []
    instance.table.away = False
    instance.pass_time(15)
    assert anna.of("LOCK_DENIED") == []
    instance.table.away = True
    instance.pass_time(60)
    assert last(anna, "LOCK_DENIED")["reason"] == "unavailable"


def test_a_table_that_forgot_everything_is_told_to_holders() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    fence = last(anna, "LOCK_GRANTED")["fence"]
    instance.table.restart()
    ask(ben, "LOCK", room=ROOM)
    assert int(last(ben, "LOCK_GRANTED")["fence"]) > int(fence)
    instance.pass_time(12)
    assert last(anna, "LOCK_DENIED")["reason"] == "not_held"
    assert last(anna, "LOCK_CHANGED")["holder"]["user"] == "ben"


def test_a_lock_of_another_instance_is_seen_and_its_end_too() -> None:
    first = Instance(name="i1")
    second = Instance(name="i2", table=first.table)
    (anna,) = people(first, "anna")
    ask(anna, "LOCK", room=ROOM)
    (ben,) = people(second, "ben")
    assert last(ben, "LOCK_CHANGED")["holder"]["user"] == "anna"
    ask(ben, "LOCK", room=ROOM)
    assert last(ben, "LOCK_DENIED")["holder"]["user"] == "anna"
    ask(anna, "UNLOCK", room=ROOM, token=last(anna, "LOCK_GRANTED")["token"])
    second.pass_time(40)
    assert "holder" not in last(ben, "LOCK_CHANGED")


def test_of_several_locks_of_one_connection_only_the_one_taken_over_is_lost() -> None:
    instance = Instance()
    anna, other_tab = people(instance, "anna", "anna")
    for tab in (anna, other_tab):
        tab.sub("order/2")
    for room in (ROOM, "order/2"):
        ask(anna, "LOCK", room=room)
    first = last(anna, "LOCK_GRANTED")["fence"]
    ask(other_tab, "LOCK", room="order/2", action="takeover")
    denied = anna.of("LOCK_DENIED")
    assert [(one["room"], one["reason"]) for one in denied] == [("order/2", "not_held")]
    ask(anna, "UNLOCK", room=ROOM, token=anna.of("LOCK_GRANTED")[0]["token"])
    assert len(anna.of("LOCK_DENIED")) == 1
    assert int(last(other_tab, "LOCK_GRANTED")["fence"]) > int(first)


def test_who_lets_go_too_late_does_not_hide_who_holds_it_now() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    ask(anna, "LOCK", room=ROOM)
    instance.table.restart()
    elsewhere = Holder("cem", "Cem", "acme", "i2.1")
    asyncio.run(instance.table.acquire(LockAddress("acme", "order", "1"), elsewhere, 30))
    ask(anna, "UNSUB", room=ROOM)
    instance.settle()
    assert last(ben, "LOCK_CHANGED")["holder"]["user"] == "cem"
