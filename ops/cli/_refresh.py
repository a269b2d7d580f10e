"""The work behind `rampart preagg`: composed platform in, plain values out."""

from datetime import date
from functools import partial
from typing import Any

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.clock import SystemClock
from metamodel.kernel.errors import RampartError
from metamodel.kernel.ids import new_event_id
from orchestration.adapters.sensor_control_graphql import GraphqlSensorControl
from orchestration.composition import compose
from orchestration.flows.assess_rollup import assess_rollups
from orchestration.flows.cursor import Cursor
from orchestration.flows.find_rollups import find_current_rollups, find_rollups
from orchestration.flows.platform import Platform
from orchestration.flows.refresh_preaggregations import (
    RefreshReport,
    RefreshRequest,
    refresh_preaggregations,
)
from orchestration.flows.rewind_position import rewind_position
from orchestration.ports.sensor_control import EVENT_SENSOR
from orchestration.settings import Settings


class RollupNotFound(RampartError):
    """The model version that serves has no rollup of this name."""

    code = "CLI-001"
    hint = "`rampart preagg status` lists them."
    exit_code = 2


class RangeTouchesNothing(RampartError):
    """A range of days touches no partition of the rollup."""

    code = "CLI-002"
    hint = "Give days within the extent, the first before the last."
    exit_code = 2


def send_refresh(settings: Settings, rollup: str, start: date | None, end: date | None) -> str:
    """Produce one refresh event; words about it."""
    platform = compose(settings)
    _require_touched(platform, rollup, start, end)
    cube, _, name = rollup.partition(".")
    event = PreaggRefresh.new(
        SystemClock().now(),
        cube=cube,
        pre_aggregation=name,
        range_start=start,
        range_end=end,
        requested_by="rampart-cli",
        reason="asked for on the command line",
    )
    platform.sink.publish(PreaggRefresh.name, [event])
    return f"event {event['event_id']} is in {PreaggRefresh.name}; the sensor takes it from there"


def refresh_directly(
    settings: Settings, rollup: str, start: date | None, end: date | None
) -> RefreshReport:
    """Want the range and build it in this process."""
    platform = compose(settings)
    _require_touched(platform, rollup, start, end)
    request = RefreshRequest(rollups=(rollup,), wanted=True, start=start, end=end)
    return refresh_preaggregations(request, platform.refresh, run_id=f"cli-{new_event_id()}")


def statuses(settings: Settings) -> list[dict[str, Any]]:
    """One row a rollup of each live version."""
    platform = compose(settings)
    return [
        {
            "rollup": item.rollup.path,
            "version": item.version,
            "rollup_fp": item.rollup.rollup_fp,
            "freshness": item.freshness.value,
            "partitions": item.partitions,
            "servable": item.servable,
            "dirty": item.dirty,
            "building": item.building,
            "failures_in_a_row": item.failures,
            "rows": item.rows,
            "data_epoch": item.data_epoch,
            "outside_extent": item.outside,
        }
        for item in assess_rollups(find_rollups(platform.publications), platform.build.ledger)
    ]


def rewind_sensor(settings: Settings, to: str) -> Cursor:
    """Move the event sensor of the running Dagster."""
    platform = compose(settings)
    sensor = GraphqlSensorControl(settings.dagster_url, EVENT_SENSOR)
    return rewind_position(
        to,
        platform.source,
        sensor,
        SystemClock(),
        settled=partial(platform.build.ledger.settled, platform.topic),
        new_epoch=new_event_id,
    )


def _require_touched(platform: Platform, rollup: str, start: date | None, end: date | None) -> None:
    catalogue = find_current_rollups(platform.publications)
    if not catalogue.known(rollup):
        raise RollupNotFound(rollup)
    if start and end and end < start:
        raise RangeTouchesNothing(rollup, f"{end} lies before {start}")
    if not catalogue.keys(rollup, start, end):
        extents = ", ".join(
            f"{item.rollup.extent.start} to {item.rollup.extent.end}"
            for item in catalogue.named([rollup])
        )
        raise RangeTouchesNothing(rollup, f"it is built for {extents}")
