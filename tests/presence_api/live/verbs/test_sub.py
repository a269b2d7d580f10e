"""SUB."""

from presence_api.live.rooms.limits import Limits
from tests.fakes.instance import Instance


def test_the_second_time_it_is_a_way_to_catch_up() -> None:
    instance = Instance()
    anna, ben = instance.browser("anna"), instance.browser("ben")
    for one in (anna, ben):
        one.sub("order")
    instance.settle()
    anna.say("SUB", room="order")
    assert len(anna.of("SNAPSHOT")) == 2
    assert anna.views["order"].count == 2
    anna.sub("order")
    assert len(anna.of("SNAPSHOT")) == 2


def test_one_that_is_behind_gets_the_room_when_it_has_caught_up() -> None:
    instance = Instance()
    anna = instance.browser("anna")
    assert anna.session is not None
    anna.full = True
    anna.session.fall_behind()
    anna.say("SUB", room="order")
    instance.settle()
    assert (anna.written_while_full, anna.of("SNAPSHOT")) == (0, [])
    anna.full = False
    anna.session.catch_up()
    assert set(anna.views["order"].members) == {"anna"}


def test_who_was_away_for_a_moment_is_sent_what_was_missed_and_nobody_sees_it() -> None:
    instance = Instance()
    ben, anna = instance.browser("ben"), instance.browser("anna")
    for one in (ben, anna):
        one.sub("order")
    anna.say("FOCUS", room="order", row="7")
    instance.settle()
    resume = anna.of("WELCOME")[0]["resume"]
    assert anna.session is not None
    anna.session.lost()
    ben.say("FOCUS", room="order", row="1")
    instance.settle()
    seen = len(ben.messages)
    again = instance.browser("anna", resume=resume, views=anna)
    again.sub("order")
    assert again.of("SNAPSHOT") == []
    assert again.gaps == []
    assert again.views["order"].shown()["ben"] == ("viewing", "1", None)
    instance.pass_time(10)
    assert ben.messages[seen:] == []
    assert ben.views["order"].shown()["anna"] == ("viewing", "7", None)


def test_too_old_a_seq_and_another_epoch_are_answered_with_a_snapshot() -> None:
    instance = Instance(Limits(ring_messages=2))
    ben, anna = instance.browser("ben"), instance.browser("anna")
    for one in (ben, anna):
        one.sub("order")
        instance.settle()
    old = anna.views["order"].seq
    for row in "123":
        ben.say("FOCUS", room="order", row=row)
        instance.settle()
    epoch = anna.views["order"].epoch
    for seq, stamp in [(old, epoch), (old + 3, "i9.1"), (old + 99, epoch)]:
        before = len(anna.of("SNAPSHOT"))
        anna.say("SUB", room="order", seq=seq, epoch=stamp)
        assert len(anna.of("SNAPSHOT")) == before + 1
    before = len(anna.messages)
    anna.say("SUB", room="order", seq=old + 3, epoch=epoch)
    assert len(anna.messages) == before
