"""BLUR."""

from tests.fakes.instance import Instance


def test_without_a_focus_it_tells_nobody() -> None:
    instance = Instance()
    anna = instance.browser("anna")
    anna.sub("order")
    instance.settle()
    heard = len(anna.messages)
    anna.say("BLUR", room="order")
    instance.settle()
    assert anna.messages[heard:] == []
