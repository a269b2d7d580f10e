"""The sensor's lag as a metric."""

from ops.monitoring.parts.sensor_lag import GROUP, SensorLag
from orchestration.ports.consumer_group import Place
from tests.fakes.platform import TOPIC
from tests.fakes.sources import FakeSources
from tests.ops.monitoring.shown import shown


def test_a_partition_without_a_position_counts_whole() -> None:
    sources = FakeSources()
    for partition in (0, 1):
        for _ in range(4):
            sources.log.append(Place(TOPIC, partition), 1000)
    sources.groups.commit(GROUP, Place(TOPIC, 0), 3)

    assert shown(SensorLag(sources.made))["preagg_sensor_lag_events"] == 1 + 4


def test_on_a_broker_that_is_away_it_is_absent() -> None:
    sources = FakeSources()
    sources.log.down = True

    assert shown(SensorLag(sources.made)) == {'rampart_scrape_error{part="lag"}': 1}
