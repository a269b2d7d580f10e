"""The dashboard `builds`."""

from ops.monitoring.dashboards.builds import Builds
from tests.ops.monitoring.dashboards.drawing import asked_of


def test_every_panel_is_whole_and_asks_for_something() -> None:
    assert "preagg_build_duration_seconds_bucket" in asked_of(Builds)
