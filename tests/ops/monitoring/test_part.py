"""A part of a scrape."""

from ops.monitoring.exporter import all_parts
from tests.fakes.sources import FakeSources


def test_making_one_looks_at_nothing() -> None:
    sources = FakeSources()
    for part in all_parts().values():
        part(sources.made)

    assert sources.log.asked == 0
    assert sources.streaming.asked == []
