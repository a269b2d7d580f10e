"""FOCUS."""

from tests.fakes.instance import Instance


def test_the_same_focus_again_tells_nobody() -> None:
    instance = Instance()
    anna, ben = instance.browser("anna"), instance.browser("ben")
    for one in (anna, ben):
        one.sub("order")
    anna.say("FOCUS", room="order", row="1")
    instance.settle()
    heard = len(ben.messages)
    anna.say("FOCUS", room="order", row="1")
    instance.settle()
    assert ben.messages[heard:] == []


def test_two_rooms_have_each_their_focus() -> None:
    instance = Instance()
    anna = instance.browser("anna")
    for room, row in (("order", "1"), ("nation", "2")):
        anna.sub(room)
        anna.say("FOCUS", room=room, row=row)
    instance.settle()
    assert anna.views["order"].shown()["anna"][1] == "1"
    assert anna.views["nation"].shown()["anna"][1] == "2"
