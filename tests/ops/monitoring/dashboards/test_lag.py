"""The dashboard `lag`."""

from ops.monitoring.dashboards.lag import Lag
from tests.ops.monitoring.dashboards.drawing import asked_of


def test_every_panel_is_whole_and_asks_for_something() -> None:
    assert "rampart_consumer_group_lag_seconds" in asked_of(Lag)
