"""Whoever counts bulk updates keeps the port."""

from orchestration.ports.bulk_figures import BulkFigures, BulkQueue
from tests.fakes.sources import FakeBulkQueue


def test_the_fake_counts_what_it_is_told() -> None:
    queue: BulkQueue = FakeBulkQueue()

    assert queue.standing() == BulkFigures(waiting=0, running=0, oldest_waiting_age_s=0.0)
