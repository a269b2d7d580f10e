"""UNLOCK."""

from tests.fakes.instance import Instance


def test_nothing_is_let_go_that_is_not_held() -> None:
    anna = Instance().browser("anna")
    anna.say("UNLOCK", room="order/1", token="x")
    assert len(anna.of("ERROR")) == 1
    anna.sub("order/1")
    anna.say("UNLOCK", room="order/1", token="x")
    assert anna.of("LOCK_DENIED")[0]["reason"] == "not_held"
