"""Metrics, read from ledger and broker at each scrape."""

from collections.abc import Sequence

import httpx
import pytest
from prometheus_client import CollectorRegistry, generate_latest

from ops.demo.stage import Stage
from ops.monitoring.exporter import PlatformCollector
from orchestration.ports.build_figures import DURATION_BUCKETS_S, BuildFigures, IntakeFigures
from orchestration.ports.event_source import EventSourceUnavailable
from tests.fakes.platform import FakePlatform
from tests.fakes.sensor_control import FakeSensorControl


class FakeFigures:
    """Two builds and a failure."""

    def builds(self) -> Sequence[BuildFigures]:
        within = tuple(int(edge >= 1) * 2 for edge in DURATION_BUCKETS_S)
        return (BuildFigures("orders.by_day", 1, 2, 1.5, within),)

    def intakes(self, topic: str) -> IntakeFigures:
        return IntakeFigures(events=7, dead=2, offsets_lost=0, open_losses=0)


class FakeAdmin:
    """A broker that knows the group's position, or is away."""

    def __init__(self, *, down: bool = False) -> None:
        self.down = down

    def group_position(self, group: str, topic: str) -> dict[int, int]:
        if self.down:
            raise EventSourceUnavailable(topic)
        return {0: 1}

    def lag(self, topic: str, position: dict[int, int]) -> int:
        return 4


def scrape(*, down: bool = False, dagster_down: bool = False) -> str:
    platform = FakePlatform()
    platform.publish()
    platform.send()
    registry = CollectorRegistry()
    admin, sensor = FakeAdmin(down=down), FakeSensorControl()
    sensor.down = dagster_down
    registry.register(
        PlatformCollector(platform.composed, FakeFigures(), admin, sensor)  # type: ignore[arg-type]
    )
    return generate_latest(registry).decode()


def test_builds_are_a_histogram_and_failures_a_counter() -> None:
    text = scrape()

    assert 'preagg_build_duration_seconds_bucket{le="+Inf",rollup="orders.by_day"} 2.0' in text
    assert 'preagg_build_duration_seconds_bucket{le="0.5",rollup="orders.by_day"} 0.0' in text
    assert 'preagg_build_failures_total{rollup="orders.by_day"} 1.0' in text


def test_lag_backlog_and_dead_letters_are_shown() -> None:
    text = scrape()

    assert "preagg_sensor_lag_events 4.0" in text
    assert "preagg_backlog_events 1.0" in text
    assert "preagg_dead_letters_total 2.0" in text


def test_the_state_of_every_rollup_is_shown() -> None:
    line = 'preagg_freshness{rollup="orders.by_day",state="READY",version="shop-1"} 1.0'

    assert line in scrape()


def test_a_part_that_cannot_be_looked_at_is_named_and_absent() -> None:
    text = scrape(down=True)

    assert 'rampart_scrape_error{part="lag"} 1.0' in text
    assert 'rampart_scrape_error{part="builds"} 0.0' in text
    assert "preagg_sensor_lag_events " not in text


def test_without_the_sensor_s_position_the_backlog_is_not_known() -> None:
    text = scrape(dagster_down=True)

    assert 'rampart_scrape_error{part="backlog"} 1.0' in text
    assert 'rampart_scrape_error{part="lag"} 0.0' in text
    assert "preagg_backlog_events " not in text


@pytest.mark.integration
def test_the_stack_serves_them(stack: object) -> None:
    stage = Stage.on(stack)  # type: ignore[arg-type]
    text = httpx.get(stage.stack.environment["RAMPART_METRICS_URL"], timeout=30).text

    assert 'rampart_scrape_error{part="lag"} 0.0' in text
    assert 'rampart_scrape_error{part="backlog"} 0.0' in text
    assert "preagg_backlog_events " in text
