"""A room: when it tells, what it tells, and to whom."""

from presence_api.live.rooms.limits import Limits
from presence_api.live.rooms.messages import Goodbye
from tests.fakes.browser import Browser
from tests.fakes.instance import Instance


def people(instance: Instance, *users: str, room: str = "order") -> list[Browser]:
    found = [instance.browser(user) for user in users]
    for one in found:
        one.sub(room)
    instance.settle()
    return found


def test_a_quiet_room_tells_in_the_same_turn_of_the_loop() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    anna.say("FOCUS", room="order", row="1")
    before = len(ben.of("DIFF"))
    instance.timers.turn()
    assert len(ben.of("DIFF")) == before + 1


def test_a_hot_room_gathers_and_the_last_word_counts() -> None:
    instance = Instance(Limits(burst=1000))
    anna, ben = people(instance, "anna", "ben")
    before = len(ben.of("DIFF"))
    for row in range(100):
        anna.say("FOCUS", room="order", row=str(row))
        instance.timers.advance(0.001)
    instance.settle()
    told = ben.of("DIFF")[before:]
    assert len(told) < 10
    assert told[-1]["active"] == [{"user": "anna", "row": "99"}]


def test_a_large_room_gathers_longer() -> None:
    limits = Limits(write_s=0.001, share=0.05)  # each peer costs 20 ms of the tick
    instance = Instance(limits)
    anna, *others = people(instance, "anna", "ben", "cem", "dora")
    anna.say("FOCUS", room="order", row="1")
    instance.timers.turn()
    before = len(others[0].of("DIFF"))
    anna.say("FOCUS", room="order", row="2")
    instance.timers.advance(0.07)
    assert len(others[0].of("DIFF")) == before
    instance.timers.advance(0.02)
    assert len(others[0].of("DIFF")) == before + 1


def test_who_comes_and_goes_between_two_messages_was_never_there() -> None:
    instance = Instance()
    (ben,) = people(instance, "ben")
    before = len(ben.messages)
    anna = instance.browser("anna")
    anna.sub("order")
    anna.say("UNSUB", room="order")
    instance.pass_time(3)
    assert ben.messages[before:] == []


def test_who_goes_and_comes_between_two_messages_was_always_there() -> None:
    instance = Instance()
    ben, anna = people(instance, "ben", "anna")
    anna.say("FOCUS", room="order", row="1")
    instance.settle()
    anna.say("UNSUB", room="order")
    anna.sub("order")
    instance.settle()
    assert [told.get("left") for told in ben.of("DIFF")] == [None] * len(ben.of("DIFF"))
    assert ben.views["order"].shown()["anna"] == ("viewing", None, None)


def test_who_goes_and_comes_is_told_of_to_those_who_came_between() -> None:
    instance = Instance()
    _, anna = people(instance, "ben", "anna")
    anna.say("UNSUB", room="order")
    cem = instance.browser("cem")
    cem.sub("order")
    anna.sub("order")
    instance.settle()
    assert set(cem.views["order"].members) == {"anna", "ben", "cem"}


def test_beyond_the_listed_ones_members_are_counted_and_shown_while_they_do_something() -> None:
    instance = Instance(Limits(listed_members=2))
    anna, _, cem = people(instance, "anna", "ben", "cem")
    instance.pass_time(2)
    view = anna.views["order"]
    assert (set(view.members), view.count) == ({"anna", "ben"}, 3)
    cem.say("FOCUS", room="order", row="1")
    instance.settle()
    assert view.shown()["cem"] == ("viewing", "1", None)
    cem.say("BLUR", room="order")
    instance.settle()
    assert set(view.members) == {"anna", "ben"}
    cem.say("HB", mode="editing")
    instance.settle()
    assert view.shown()["cem"] == ("editing", None, None)


def test_bare_changes_of_the_count_are_told_once_a_second() -> None:
    instance = Instance(Limits(listed_members=1))
    (anna,) = people(instance, "anna")
    before = len(anna.of("DIFF"))
    for number in range(10):
        instance.browser(f"user{number}").sub("order")
        instance.timers.advance(0.01)
    instance.pass_time(2)
    told = anna.of("DIFF")[before:]
    assert [message["count"] for message in told] == [11]


def test_what_is_announced_comes_at_once_and_after_all_that_is_pending() -> None:
    instance = Instance()
    anna, ben = people(instance, "anna", "ben")
    assert anna.session is not None
    room = anna.session.rooms["order"]
    anna.say("FOCUS", room="order", row="1")
    instance.timers.turn()
    anna.say("FOCUS", room="order", row="2")
    room.announce(Goodbye)
    assert [message["op"] for message in ben.messages[-2:]] == ["DIFF", "GOODBYE"]
    assert ben.messages[-2]["active"] == [{"user": "anna", "row": "2"}]
    assert ben.messages[-1]["retry_ms"] == ben.messages[-2]["seq"] + 1


def test_a_snapshot_is_made_once_a_seq() -> None:
    instance = Instance()
    anna, _ = people(instance, "anna", "ben")
    assert anna.session is not None
    room = anna.session.rooms["order"]
    assert room.snapshot() is room.snapshot()
    first = room.snapshot()
    anna.say("FOCUS", room="order", row="1")
    instance.settle()
    assert room.snapshot() is not first
