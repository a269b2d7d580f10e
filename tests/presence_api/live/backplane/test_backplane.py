"""Several instances are one to their people."""

from presence_api.live.backplane.messages import Ask, encode
from presence_api.live.backplane.shared_room import SILENT_S
from tests.presence_api.live.backplane.several import Several, shown, users


def test_the_first_snapshot_lists_everybody_wherever_they_are() -> None:
    several = Several("i1", "i2")
    anna = several.tab("i1", "anna", "order")
    ben = several.tab("i2", "ben", "order")
    (snapshot,) = ben.of("SNAPSHOT")
    assert {member["user"] for member in snapshot["members"]} == {"anna", "ben"}
    assert users(anna) == users(ben) == {"anna", "ben"}
    cem = several.tab("i2", "cem", "order")
    assert {member["user"] for member in cem.of("SNAPSHOT")[0]["members"]} == {"anna", "ben"}
    assert anna.views["order"].count == 3


def test_what_one_does_is_seen_elsewhere_and_ends() -> None:
    several = Several("i1", "i2")
    anna, ben = several.tab("i1", "anna", "order"), several.tab("i2", "ben", "order")
    anna.say("FOCUS", room="order", row="7", field="price")
    anna.say("HB", mode="editing")
    several.pass_time(0.2)
    assert shown(ben, "anna") == ("editing", "7", "price")
    anna.say("BLUR", room="order")
    anna.say("HB", mode="idle")
    several.pass_time(0.2)
    assert shown(ben, "anna") == ("idle", None, None)
    anna.say("UNSUB", room="order")
    several.pass_time(0.2)
    assert users(ben) == {"ben"}
    assert anna.gaps + ben.gaps == []


def test_a_field_without_a_row_is_seen_elsewhere_and_in_a_snapshot() -> None:
    several = Several("i1", "i2")
    anna, ben = several.tab("i1", "anna", "order/1"), several.tab("i2", "ben", "order/1")
    anna.say("FOCUS", room="order/1", field="price")
    several.pass_time(0.2)
    for browser in (ben, several.tab("i1", "cleo", "order/1"), several.tab("i2", "dan", "order/1")):
        assert shown(browser, "anna", "order/1") == ("viewing", None, "price")
    anna.say("BLUR", room="order/1")
    several.pass_time(0.2)
    assert shown(ben, "anna", "order/1") == ("viewing", None, None)


def test_tabs_on_two_instances_are_one_member() -> None:
    several = Several("i1", "i2")
    here, there = several.tab("i1", "anna", "order"), several.tab("i2", "anna", "order")
    ben = several.tab("i2", "ben", "order")
    here.say("FOCUS", room="order", row="1")
    several.pass_time(0.2)
    there.say("FOCUS", room="order", row="2")
    several.pass_time(0.2)
    assert shown(ben, "anna") == ("viewing", "2", None)
    there.say("UNSUB", room="order")
    several.pass_time(0.2)
    assert shown(ben, "anna") == ("viewing", "1", None)
    assert ben.views["order"].count == 2
    here.say("UNSUB", room="order")
    several.pass_time(0.2)
    assert users(ben) == {"ben"}


def test_nothing_of_another_tenant_comes_over() -> None:
    several = Several("i1", "i2")
    eve = several.tab("i2", "eve", "order", "nation/1", tenant="globex")
    several.tab("i1", "anna", "order", "nation/1")
    assert users(eve) == users(eve, "nation/1") == {"eve"}


def test_an_instance_that_is_killed_leaves_no_ghosts() -> None:
    several = Several("i1", "i2")
    several.tab("i1", "anna", "order")
    ben = several.tab("i2", "ben", "order")
    several.kill("i1")
    several.pass_time(SILENT_S - 3)
    assert users(ben) == {"anna", "ben"}
    several.pass_time(6)
    assert users(ben) == {"ben"}
    assert several["i2"].backplane.neighbours == 0
    several.pass_time(20)
    assert several.hub.on(next(iter(several.hub.rolls))) == ["i2"]


def test_one_that_was_dead_before_it_could_be_heard_is_waited_for_no_longer() -> None:
    several = Several("i1")
    several.tab("i1", "anna", "order")
    several.kill("i1")
    several.start("i2")
    ben = several.tab("i2", "ben", "order")
    several.pass_time(10)
    before = several.hub.said
    for row in range(20):
        ben.say("FOCUS", room="order", row=str(row))
        several.pass_time(0.1)
    assert several.hub.said - before <= 1  # that it lives
    several.start("i3")
    cleo = several.tab("i3", "cleo", "order")
    assert shown(cleo, "ben") == ("viewing", "19", None)
    assert users(ben) == users(cleo) == {"ben", "cleo"}


def test_who_ends_is_on_no_roll() -> None:
    several = Several("i1", "i2")
    several.tab("i1", "anna", "order")
    several["i1"].backplane.stop()
    assert several.hub.on(next(iter(several.hub.rolls))) == []


def test_an_instance_that_ends_says_so() -> None:
    several = Several("i1", "i2")
    several.tab("i1", "anna", "order")
    ben = several.tab("i2", "ben", "order")
    several["i1"].backplane.stop()
    several.pass_time(0.2)
    assert users(ben) == {"ben"}


def test_who_leaves_before_the_room_is_open_is_on_no_roll() -> None:
    several = Several("i1", "i2")
    anna = several["i1"].browser("anna")
    anna.sub("order")
    anna.say("UNSUB", room="order")
    several.pass_time(0.1)
    assert [several.hub.on(roll) for roll in several.hub.rolls] == [[]]
    assert not [one for one in several["i1"].bus.channels if "order" in one]


def test_a_room_does_not_wait_long_for_one_that_does_not_answer() -> None:
    several = Several("i1", "i2")
    several.tab("i1", "anna", "order")
    several.kill("i1")
    ben = several["i2"].browser("ben")
    ben.sub("order")
    several.pass_time(0.1)
    assert ben.of("SNAPSHOT") == []
    several.pass_time(0.1)
    assert len(ben.of("SNAPSHOT")) == 1


def test_without_a_bus_presence_is_local_and_heals_by_itself() -> None:
    several = Several("i1", "i2")
    anna, ben = several.tab("i1", "anna", "order"), several.tab("i2", "ben", "order")
    several["i2"].bus.cut()
    assert ben.of("STATUS")[-1]["status"]["presence"] == "local"
    cem = several.tab("i2", "cem", "order", "order/1")
    assert len(cem.of("SNAPSHOT")) == 2  # at once
    several.pass_time(11)
    assert users(ben) == {"ben", "cem"}
    assert users(anna) == {"anna"}
    anna.say("FOCUS", room="order", row="1")
    several["i2"].bus.connect()
    several.pass_time(0.5)
    assert ben.of("STATUS")[-1]["status"]["presence"] == "whole"
    assert users(anna) == users(ben) == {"anna", "ben", "cem"}
    assert shown(ben, "anna") == ("viewing", "1", None)
    assert anna.gaps + ben.gaps + cem.gaps == []


def test_who_was_not_heard_for_a_while_is_asked_again() -> None:
    several = Several("i1", "i2")
    anna, ben = several.tab("i1", "anna", "order"), several.tab("i2", "ben", "order")
    deaf = several["i2"].bus
    channels, deaf.channels = deaf.channels, set()  # and it does not notice
    several.tab("i1", "cem", "order")
    several.pass_time(11)
    assert users(ben) == {"ben"}
    deaf.channels = channels
    several.pass_time(3)
    assert users(ben) == users(anna) == {"anna", "ben", "cem"}


def test_what_was_missed_is_noticed_by_the_next_word() -> None:
    several = Several("i1", "i2")
    anna, ben = several.tab("i1", "anna", "order"), several.tab("i2", "ben", "order")
    deaf = several["i2"].bus
    channels, deaf.channels = deaf.channels, set()
    several.tab("i1", "cem", "order")
    deaf.channels = channels
    anna.say("HB", mode="editing")
    several.pass_time(0.2)
    assert users(ben) == {"anna", "ben", "cem"}
    assert shown(ben, "anna")[0] == "editing"


def test_nobody_says_anything_while_nobody_else_is_there() -> None:
    several = Several("i1", "i2")
    anna = several.tab("i1", "anna", "order")
    before = several.hub.said
    for row in range(20):
        anna.say("FOCUS", room="order", row=str(row))
        several.pass_time(0.01)
    assert several.hub.said == before


def test_a_lock_of_another_instance_is_seen_and_can_be_asked_for() -> None:
    several = Several("i1", "i2")
    anna, ben = several.tab("i1", "anna", "order/1"), several.tab("i2", "ben", "order/1")
    anna.say("LOCK", room="order/1")
    several.pass_time(0.1)
    assert ben.of("LOCK_CHANGED")[-1]["holder"]["user"] == "anna"
    ben.say("LOCK", room="order/1", action="request")
    several.pass_time(0.1)
    assert ben.of("LOCK_DENIED")[-1]["reason"] == "asked"
    assert anna.of("LOCK_REQUESTED")[-1]["by"]["user"] == "ben"
    anna.say("UNLOCK", room="order/1", token=anna.of("LOCK_GRANTED")[-1]["token"])
    several.pass_time(0.1)
    assert "holder" not in ben.of("LOCK_CHANGED")[-1]
    ben.say("LOCK", room="order/1", action="request")
    several.pass_time(0.1)
    assert len(ben.of("LOCK_GRANTED")) == 1


def test_the_lock_of_an_instance_that_was_killed_can_be_taken_over() -> None:
    several = Several("i1", "i2")
    anna, ben = several.tab("i1", "anna", "order/1"), several.tab("i2", "ben", "order/1")
    anna.say("LOCK", room="order/1")
    several.pass_time(10)
    ben.say("LOCK", room="order/1", action="takeover")
    several.pass_time(0.1)
    assert ben.of("LOCK_DENIED")[-1]["reason"] == "held"
    several.kill("i1")
    several.pass_time(10)
    ben.say("LOCK", room="order/1", action="acquire")
    several.pass_time(0.1)
    assert ben.of("LOCK_DENIED")[-1]["reason"] == "held"
    ben.say("LOCK", room="order/1", action="takeover")
    several.pass_time(0.1)
    assert int(ben.of("LOCK_GRANTED")[-1]["fence"]) > int(anna.of("LOCK_GRANTED")[0]["fence"])


def test_who_has_not_listened_long_takes_nobody_for_dead() -> None:
    several = Several("i1")
    several.tab("i1", "anna", "order/1").say("LOCK", room="order/1")
    several.pass_time(0.1)
    several.kill("i1")
    several.start("i2")
    ben = several.tab("i2", "ben", "order/1")
    ben.say("LOCK", room="order/1", action="takeover")
    several.pass_time(0.1)
    assert ben.of("LOCK_DENIED")[-1]["reason"] == "held"
    several.pass_time(9)
    ben.say("LOCK", room="order/1", action="takeover")
    several.pass_time(0.1)
    assert ben.of("LOCK_GRANTED")


def test_a_lock_that_no_connection_keeps_is_never_broken() -> None:
    several = Several("i1")
    several.pass_time(10)
    assert not several["i1"].backplane.gone("http:acme:i2.somebody")
    assert several["i1"].backplane.gone("i2.1")
    assert not several["i1"].backplane.gone("i1.1")


def test_a_lock_of_what_all_share_is_seen_by_every_tenant() -> None:
    several = Several("i1", "i2")
    anna = several.tab("i1", "anna", "nation/1")
    eve = several.tab("i2", "eve", "nation/1", tenant="globex")
    anna.say("LOCK", room="nation/1")
    several.pass_time(0.1)
    assert eve.of("LOCK_CHANGED")[-1]["holder"]["name"] == "other organisation"
    eve.say("UNSUB", room="nation/1")
    several.pass_time(0.1)
    assert not [one for one in several["i2"].bus.channels if "nation" in one]


def test_nonsense_and_what_is_newer_is_passed_over() -> None:
    several = Several("i1")
    anna = several.tab("i1", "anna", "order")
    bus = several["i1"].bus
    for text in (b"nonsense", encode(Ask("i1")), b"\x92\xa1z\xa2i9"):
        bus.heard("rampart:acme:room:order:~", text)
        bus.heard("unknown", text)
    several.pass_time(0.1)
    assert users(anna) == {"anna"}
