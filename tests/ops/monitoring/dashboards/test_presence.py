"""The dashboard `presence`."""

from ops.monitoring.dashboards.presence import PresencePage
from presence_api.adapters.presence_figures_prometheus import COUNTERS, GAUGES, PREFIX
from tests.ops.monitoring.dashboards.drawing import asked_of


def test_it_shows_every_figure_but_those_that_only_an_alert_or_a_look_needs() -> None:
    figures = {PREFIX + one.name for one in (*GAUGES, *COUNTERS)}
    left_out = {name for name in figures if name not in asked_of(PresencePage)}
    assert left_out == {"rampart_presence_instances", "rampart_presence_events_undecodable_total"}
