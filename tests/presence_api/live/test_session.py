"""A session: what it answers, where it is, and that everybody comes to see the same room."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.limits import Limits
from presence_api.live.tickets import Admission
from tests.fakes.instance import Instance
from tests.presence_api.live.walk import Walk


def test_who_comes_in_is_welcomed_and_seen_by_all() -> None:
    instance = Instance()
    anna = instance.browser("anna")
    welcome = anna.of("WELCOME")[0]
    assert welcome["conn"] == "i1.1"
    assert welcome["limits"]["rooms"] == 128
    anna.sub("order/1")
    instance.settle()
    ben = instance.browser("ben")
    ben.sub("order/1")
    instance.settle()
    assert (
        set(ben.views["order/1"].members) == set(anna.views["order/1"].members) == {"anna", "ben"}
    )
    member = anna.views["order/1"].members["ben"]
    assert (member["name"], member["color"][0]) == ("Ben", "#")
    assert anna.views["order/1"].count == 2


def test_people_of_another_tenant_are_in_another_room() -> None:
    instance = Instance()
    anna, eve = instance.browser("anna"), instance.browser("eve", tenant="umbrella")
    for one in (anna, eve):
        one.sub("order/1")
    instance.settle()
    assert set(anna.views["order/1"].members) == {"anna"}
    assert set(eve.views["order/1"].members) == {"eve"}


def test_several_tabs_are_one_member_who_leaves_with_the_last() -> None:
    instance = Instance()
    watcher = instance.browser("ben")
    first, second = instance.browser("anna"), instance.browser("anna")
    for one in (watcher, first, second):
        one.sub("order")
    instance.settle()
    assert watcher.views["order"].count == 2
    first.say("UNSUB", room="order")
    instance.settle()
    assert "anna" in watcher.views["order"].members
    second.say("UNSUB", room="order")
    instance.settle()
    assert set(watcher.views["order"].members) == {"ben"}


def test_a_reload_within_the_grace_does_not_flicker() -> None:
    instance = Instance()
    ben, anna = instance.browser("ben"), instance.browser("anna")
    for one in (ben, anna):
        one.sub("order")
    instance.settle()
    seen = len(ben.messages)
    assert anna.session is not None
    anna.session.lost()
    instance.pass_time(3)
    instance.browser("anna").sub("order")
    instance.pass_time(10)
    assert ben.messages[seen:] == []
    assert set(ben.views["order"].members) == {"anna", "ben"}


def test_who_does_not_come_back_leaves_after_the_grace() -> None:
    instance = Instance()
    ben, anna = instance.browser("ben"), instance.browser("anna")
    for one in (ben, anna):
        one.sub("order")
    instance.settle()
    assert anna.session is not None
    anna.session.lost()
    instance.pass_time(4)
    assert set(ben.views["order"].members) == {"anna", "ben"}
    instance.pass_time(3)
    assert set(ben.views["order"].members) == {"ben"}


def test_the_newest_focus_of_several_tabs_is_shown_and_the_older_one_comes_back() -> None:
    instance = Instance()
    ben = instance.browser("ben")
    first, second = instance.browser("anna"), instance.browser("anna")
    for one in (ben, first, second):
        one.sub("order")
    first.say("FOCUS", room="order", row="1", field="status")
    instance.settle()
    assert ben.views["order"].shown()["anna"] == ("viewing", "1", "status")
    second.say("FOCUS", room="order", row="2")
    instance.settle()
    assert ben.views["order"].shown()["anna"] == ("viewing", "2", None)
    second.say("BLUR", room="order")
    instance.settle()
    assert ben.views["order"].shown()["anna"] == ("viewing", "1", "status")
    first.say("BLUR", room="order")
    instance.settle()
    assert ben.views["order"].shown()["anna"] == ("viewing", None, None)


def test_the_most_active_mode_of_several_tabs_is_shown() -> None:
    instance = Instance()
    ben = instance.browser("ben")
    first, second = instance.browser("anna"), instance.browser("anna")
    for one in (ben, first, second):
        one.sub("order")
    for tab, mode, shown in [
        (first, "idle", "viewing"),
        (second, "idle", "idle"),
        (first, "editing", "editing"),
        (first, "viewing", "viewing"),
    ]:
        tab.say("HB", mode=mode)
        instance.settle()
        assert ben.views["order"].shown()["anna"][0] == shown


def test_who_resumes_a_connection_that_still_seems_alive_replaces_it() -> None:
    instance = Instance()
    anna = instance.browser("anna")
    anna.sub("order")
    instance.settle()
    again = instance.browser("anna", resume=anna.of("WELCOME")[0]["resume"], views=anna)
    assert anna.ended is not None
    assert anna.ended[0] is CloseCode.REPLACED
    again.sub("order")
    instance.pass_time(10)
    assert set(again.views["order"].members) == {"anna"}


def test_nobody_resumes_what_is_somebody_elses() -> None:
    instance = Instance()
    anna = instance.browser("anna")
    anna.sub("order")
    stolen = anna.of("WELCOME")[0]["resume"]
    for user, tenant in [("eve", "acme"), ("anna", "umbrella")]:
        instance.browser(user, tenant=tenant, resume=stolen)
        assert anna.ended is None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"hello",
        b"[]",
        b'{"op":"FLY","room":"order"}',
        b'{"op":"SUB"}',
        b'{"op":"SUB","room":7}',
        b'{"op":"SUB","room":""}',
        b'{"op":"SUB","room":"order","more":1}',
        b'{"op":"HB","mode":"dancing"}',
        b'{"op":"SUB","room":"' + b"x" * 201 + b'"}',
        b"[" * 10_000,
        b'{"op":' * 10_000,
    ],
)
def test_what_is_no_message_ends_the_connection(text: bytes) -> None:
    instance = Instance()
    anna = instance.browser("anna")
    assert anna.session is not None
    anna.session.receive(text)
    assert anna.ended is not None
    assert anna.ended[0] is CloseCode.BAD_MESSAGE
    anna.session.receive(b'{"op":"SUB","room":"order"}')
    assert len(instance.rooms) == 0


def test_what_is_no_utf8_ends_it_too() -> None:
    anna = Instance().browser("anna")
    assert anna.session is not None
    anna.session.receive(b'{"op":"SUB","room":"\xff"}')
    assert anna.ended is not None
    assert anna.ended[0] is CloseCode.NOT_UTF8


@given(st.binary(max_size=200) | st.text().map(lambda text: json.dumps({"op": text}).encode()))
def test_no_bytes_make_it_fail(text: bytes) -> None:
    instance = Instance()
    anna = instance.browser("anna")
    assert anna.session is not None
    anna.session.receive(text)


@pytest.mark.parametrize(
    ("room", "problem"),
    [
        ("unicorn", "unknown-room"),
        ("order/1~2", "unknown-room"),
        ("order_item/1", "unknown-room"),
        ("order/a b", "unknown-room"),
        ("order/", "unknown-room"),
    ],
)
def test_rooms_that_do_not_exist_are_refused_and_the_connection_goes_on(
    room: str, problem: str
) -> None:
    instance = Instance()
    anna = instance.browser("anna")
    anna.say("SUB", room=room)
    told = anna.of("ERROR")[0]
    assert (told["room"], told["problem"]["type"]) == (room, f"/problems/presence/{problem}")
    anna.sub("order_item/1~2")
    instance.settle()
    assert set(anna.views["order_item/1~2"].members) == {"anna"}


@pytest.mark.parametrize("verb", ["FOCUS", "BLUR"])
def test_one_speaks_only_of_rooms_one_is_in(verb: str) -> None:
    instance = Instance()
    anna = instance.browser("anna")
    anna.say(verb, room="order")
    assert anna.of("ERROR")[0]["problem"]["type"] == "/problems/presence/not-joined"


def test_a_connection_is_in_so_many_rooms_at_most() -> None:
    instance = Instance(Limits(rooms=2))
    anna = instance.browser("anna")
    for room in ("order/1", "order/2", "order/3"):
        anna.say("SUB", room=room)
    assert anna.of("ERROR")[0]["problem"]["type"] == "/problems/presence/too-many-rooms"
    anna.say("UNSUB", room="order/1")
    anna.say("SUB", room="order/3")
    assert len(anna.of("ERROR")) == 1


def test_who_talks_too_much_is_closed_and_others_are_not() -> None:
    instance = Instance(Limits(per_second=10, burst=20))
    anna, ben = instance.browser("anna"), instance.browser("ben")
    for _ in range(20):
        anna.say("HB")
        instance.timers.advance(0.1)
        ben.say("HB")
    assert anna.ended is None
    for _ in range(40):
        anna.say("HB")
    assert anna.ended is not None
    assert anna.ended[0] is CloseCode.FLOODING
    assert ben.ended is None


def test_a_new_ticket_prolongs_the_stay_of_the_same_person_only() -> None:
    instance = Instance()
    anna = instance.browser("anna", ends_in_s=30)
    other = instance.browser("eve")
    longer = instance.browser("anna", ends_in_s=7200)
    assert anna.session is not None
    assert other.session is not None and longer.session is not None  # noqa: PT018 - both are
    fresh = instance.tickets.issue(Admission(anna.session.person, longer.session.ends_at))
    foreign = instance.tickets.issue(Admission(other.session.person, longer.session.ends_at))
    anna.say("HB", ticket=foreign)
    anna.say("HB", ticket="nonsense")
    assert len(anna.of("ERROR")) == 2
    anna.say("HB", ticket=fresh)
    anna.say("HB", ticket=fresh)
    assert len(anna.of("ERROR")) == 3
    assert anna.session.ends_at == longer.session.ends_at


def test_one_that_falls_behind_is_written_nothing_and_then_the_room_as_it_is() -> None:
    instance = Instance()
    anna, ben = instance.browser("anna"), instance.browser("ben")
    for one in (anna, ben):
        one.sub("order")
    instance.settle()
    assert ben.session is not None
    ben.full = True
    ben.session.fall_behind()
    for row in range(50):
        anna.say("FOCUS", room="order", row=str(row))
        instance.settle()
    assert ben.written_while_full == 0
    ben.full = False
    ben.session.catch_up()
    assert ben.views["order"].shown()["anna"] == ("viewing", "49", None)
    anna.say("FOCUS", room="order", row="last")
    instance.settle()
    assert ben.views["order"].shown()["anna"] == ("viewing", "last", None)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([3, 200]), st.sampled_from([4, 256]))
def test_whatever_happens_everybody_sees_the_room_as_it_is(
    seed: int, listed: int, ring: int
) -> None:
    walk = Walk(seed, Limits(listed_members=listed, ring_messages=ring, per_second=1e6, burst=1e6))
    for _ in range(150):
        walk.step()
    walk.rest()
    assert walk.differences() == []
