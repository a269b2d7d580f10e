"""The outbox as metrics."""

from ops.monitoring.parts.outbox import Outbox
from orchestration.ports.outbox_figures import OutboxFigures
from tests.fakes.sources import FakeOutbox, FakeSources
from tests.ops.monitoring.shown import shown


def test_how_much_waits_and_since_when() -> None:
    seen = shown(Outbox(FakeSources(outbox=FakeOutbox(OutboxFigures(3, 12.5))).made))

    assert seen["rampart_outbox_rows"] == 3
    assert seen["rampart_outbox_oldest_age_seconds"] == 12.5


def test_without_the_database_it_is_absent() -> None:
    seen = shown(Outbox(FakeSources(outbox=FakeOutbox(down=True)).made))

    assert seen == {'rampart_scrape_error{part="outbox"}': 1}
