"""UNSUB."""

from tests.fakes.instance import Instance


def test_it_needs_no_grace_and_no_answer() -> None:
    instance = Instance()
    anna, ben = instance.browser("anna"), instance.browser("ben")
    for one in (anna, ben):
        one.sub("order")
    instance.settle()
    heard = len(ben.messages)
    ben.say("UNSUB", room="order")
    ben.say("UNSUB", room="order")
    instance.settle()
    assert set(anna.views["order"].members) == {"anna"}
    assert ben.messages[heard:] == []
