"""LOCK."""

from presence_api.live.closing import CloseCode
from tests.fakes.instance import Instance


def test_one_has_to_be_in_the_room() -> None:
    anna = Instance().browser("anna")
    anna.say("LOCK", room="order/1")
    assert anna.of("ERROR")[0]["problem"]["type"] == "/problems/presence/not-joined"


def test_an_action_that_does_not_exist_is_no_message() -> None:
    anna = Instance().browser("anna")
    anna.sub("order/1")
    anna.say("LOCK", room="order/1", action="steal")
    assert anna.ended is not None
    assert anna.ended[0] is CloseCode.BAD_MESSAGE
