"""What waits in the outbox."""

from orchestration.ports.outbox_figures import Outbox, OutboxFigures
from tests.fakes.sources import FakeOutbox


def test_the_fake_is_an_outbox_that_is_empty() -> None:
    outbox: Outbox = FakeOutbox()

    assert outbox.backlog() == OutboxFigures(rows=0, oldest_age_s=0.0)
