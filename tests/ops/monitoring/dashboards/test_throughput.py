"""The dashboard `throughput`."""

from ops.monitoring.dashboards.throughput import Throughput
from tests.ops.monitoring.dashboards.drawing import asked_of


def test_every_panel_is_whole_and_asks_for_something() -> None:
    assert "kafka_server_brokertopicmetrics_bytesin_total" in asked_of(Throughput)
