"""HB."""

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.limits import Limits
from tests.fakes.instance import Instance


def test_a_mode_holds_in_all_rooms_and_in_those_to_come() -> None:
    instance = Instance()
    anna, ben = instance.browser("anna"), instance.browser("ben")
    anna.sub("order")
    anna.say("HB", mode="editing")
    anna.sub("nation")
    for room in ("order", "nation"):
        ben.sub(room)
    instance.settle()
    for room in ("order", "nation"):
        assert ben.views[room].shown()["anna"] == ("editing", None, None)


def test_it_is_a_sign_of_life() -> None:
    instance = Instance(Limits(ping_s=10, silent_s=30))
    anna, ben = instance.browser("anna"), instance.browser("ben")
    for _ in range(10):
        anna.say("HB")
        instance.pass_time(5)
    assert anna.ended is None
    assert ben.ended == (CloseCode.SILENT, "no answer to a ping")
