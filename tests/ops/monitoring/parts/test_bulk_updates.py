"""Bulk updates as metrics."""

from ops.monitoring.parts.bulk_updates import BulkUpdates
from orchestration.ports.bulk_figures import BulkFigures
from tests.fakes.sources import FakeBulkQueue, FakeSources
from tests.ops.monitoring.shown import shown


def test_how_many_wait_and_run_and_since_when() -> None:
    seen = shown(BulkUpdates(FakeSources(bulk=FakeBulkQueue(BulkFigures(3, 1, 12.5))).made))

    assert seen['rampart_bulk_jobs{state="waiting"}'] == 3
    assert seen['rampart_bulk_jobs{state="running"}'] == 1
    assert seen["rampart_bulk_oldest_wait_seconds"] == 12.5


def test_without_the_database_they_are_absent() -> None:
    seen = shown(BulkUpdates(FakeSources(bulk=FakeBulkQueue(down=True)).made))

    assert seen == {'rampart_scrape_error{part="bulk_updates"}': 1}
