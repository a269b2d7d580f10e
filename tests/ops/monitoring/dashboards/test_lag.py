"""The dashboard `lag`."""

from ops.dev.reference.metrics import bulk_families
from ops.monitoring.dashboards.lag import Lag
from ops.monitoring.parts.bulk_updates import BulkUpdates
from tests.ops.monitoring.dashboards.drawing import asked_of


def test_every_panel_is_whole_and_asks_for_something() -> None:
    asked = asked_of(Lag)
    assert "rampart_consumer_group_lag_seconds" in asked
    known = {family.name for family in (*BulkUpdates.families, *bulk_families())}
    ours = {name for name in asked if name.startswith("rampart_bulk_")}
    assert len(ours) == 3
    assert ours <= known
