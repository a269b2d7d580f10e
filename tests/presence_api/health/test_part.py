"""What counts as a part."""

from presence_api.entities.outbox.relay import Relay
from presence_api.entities.outbox.worker import RelayWorker
from presence_api.health.part import Part
from tests.fakes.clock import FakeClock
from tests.fakes.ordered_sender import FakeBroker, FakeOrderedSender
from tests.fakes.outbox import FakeOutbox


def test_the_relay_is_one() -> None:
    part: Part = RelayWorker(Relay(FakeOutbox(), FakeOrderedSender(FakeBroker()), FakeClock()))
    assert part.name == "outbox relay"
