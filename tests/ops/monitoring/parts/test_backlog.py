"""The sensor's backlog as a metric."""

from ops.monitoring.parts.backlog import Backlog
from tests.fakes.sources import FakeSources
from tests.ops.monitoring.shown import shown


def test_an_event_that_no_run_took_in_is_backlog() -> None:
    sources = FakeSources()
    sources.platform.send()

    assert shown(Backlog(sources.made))["preagg_backlog_events"] == 1


def test_without_the_sensors_position_the_backlog_is_not_known() -> None:
    sources = FakeSources()
    sources.sensor.down = True

    assert shown(Backlog(sources.made)) == {'rampart_scrape_error{part="backlog"}': 1}
