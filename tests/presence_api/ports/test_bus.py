"""How instances hear of each other, as a port."""

from presence_api.ports.bus import Bus, BusUnavailable
from tests.fakes.bus import FakeHub
from tests.fakes.timers import FakeTimers


def test_the_fake_is_a_bus_and_trying_again_may_help() -> None:
    bus: Bus = FakeHub(FakeTimers()).bus()
    assert bus is not None
    assert BusUnavailable("x").retryable
