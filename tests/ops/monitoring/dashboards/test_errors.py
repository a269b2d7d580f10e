"""The dashboard `errors`."""

from ops.monitoring.dashboards.errors import Errors
from tests.ops.monitoring.dashboards.drawing import asked_of


def test_every_panel_is_whole_and_asks_for_something() -> None:
    assert "rampart_dead_letters_pending_records" in asked_of(Errors)
