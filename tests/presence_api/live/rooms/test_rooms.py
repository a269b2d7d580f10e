"""All rooms of an instance."""

from tests.fakes.instance import Instance


def test_a_room_lives_while_somebody_is_in_it_and_is_another_one_afterwards() -> None:
    instance = Instance()
    anna = instance.browser("anna")
    anna.sub("order")
    instance.settle()
    first = anna.views["order"].epoch
    assert [(tenant, room.name) for tenant, room in instance.rooms] == [("acme", "order")]
    anna.say("UNSUB", room="order")
    assert len(instance.rooms) == 0
    anna.say("SUB", room="order", seq=anna.views["order"].seq, epoch=first)
    assert anna.views["order"].epoch != first


def test_what_rooms_have_told_is_counted_beyond_their_end() -> None:
    instance = Instance()
    anna = instance.browser("anna")
    for _ in range(3):
        anna.views.clear()
        anna.sub("order")
        instance.settle()
        anna.say("UNSUB", room="order")
        instance.settle()
    assert instance.rooms.flushes == 3
    assert instance.rooms.writes == 3
