"""All connections of an instance: who may come in, who has to go."""

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.limits import Limits
from tests.fakes.instance import Instance


def test_a_user_and_an_address_have_so_many_connections_at_most() -> None:
    instance = Instance(Limits(connections_per_user=2, connections_per_address=3))
    first = [instance.browser("anna"), instance.browser("anna")]
    third = instance.browser("anna", address="10.0.0.9")
    assert third.session is None
    assert third.ended is not None
    assert third.ended[0] is CloseCode.FLOODING
    assert instance.browser("anna", tenant="umbrella").session is not None
    assert instance.browser("ben").session is None
    assert instance.browser("ben", address="10.0.0.9").session is not None
    assert first[0].session is not None
    first[0].session.lost()
    assert instance.browser("anna").session is not None


def test_one_that_does_not_read_is_closed_after_a_while() -> None:
    instance = Instance(Limits(slow_s=5))
    anna = instance.browser("anna")
    assert anna.session is not None
    anna.session.fall_behind()
    instance.pass_time(4)
    assert anna.ended is None
    instance.pass_time(3)
    assert anna.ended == (CloseCode.SLOW, "does not read")
    assert instance.sessions.closed[CloseCode.SLOW] == 1


def test_one_that_caught_up_in_time_is_not() -> None:
    instance = Instance(Limits(slow_s=5))
    anna = instance.browser("anna")
    assert anna.session is not None
    anna.session.fall_behind()
    instance.pass_time(4)
    anna.session.catch_up()
    instance.pass_time(10)
    assert anna.ended is None


def test_pings_go_to_the_silent_and_an_answer_is_enough() -> None:
    instance = Instance(Limits(ping_s=10, silent_s=30))
    anna, ben = instance.browser("anna"), instance.browser("ben")
    assert anna.session is not None
    for _ in range(8):
        instance.pass_time(10)
        anna.session.heard()
    assert anna.pings > 3
    assert anna.ended is None
    assert ben.ended is not None
    assert ben.ended[0] is CloseCode.SILENT


def test_when_the_token_ends_there_is_a_grace_and_then_an_end() -> None:
    instance = Instance(Limits(ping_s=5, silent_s=1e9, token_grace_s=25))
    anna = instance.browser("anna", ends_in_s=60)
    instance.pass_time(80)
    assert anna.ended is None
    instance.pass_time(15)
    assert anna.ended == (CloseCode.NO_TICKET, "the token has ended")


def test_a_drain_spreads_the_return_and_keeps_places() -> None:
    instance = Instance()
    browsers = [instance.browser(f"user{number}") for number in range(5)]
    for one in browsers:
        one.sub("order")
    instance.settle()
    instance.sessions.drain(1000)
    assert [one.messages[-1] for one in browsers] == [
        {"op": "GOODBYE", "retry_ms": at} for at in (0, 200, 400, 600, 800)
    ]
    assert all(one.ended is not None and one.ended[0] is CloseCode.RESTART for one in browsers)
    assert len(instance.sessions) == 0
    back = instance.browser("user0", resume=browsers[0].of("WELCOME")[0]["resume"])
    back.sub("order")
    assert instance.sessions.resumed == 1
    assert back.views["order"].count == 5


def test_while_it_could_not_look_which_entities_there_are_nobody_comes_into_a_room() -> None:
    instance = Instance()
    instance.sessions.catalogue.known = False  # type: ignore[misc]
    anna = instance.browser("anna")
    anna.say("SUB", room="unicorn")
    assert anna.of("ERROR")[0]["problem"]["type"] == "/problems/presence/catalogue-unknown"
