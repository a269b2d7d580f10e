"""Run config and tags: what the sensor writes is what the run reads."""

from datetime import date
from typing import Any

import dagster as dg
import pytest

from orchestration.defs.preaggregations.config import (
    ASSETS_OP,
    RefreshConfig,
    batch_request,
    owed_request,
)
from orchestration.flows.plan_due_builds import OwedRun
from orchestration.flows.plan_refresh_batch import PlannedRun
from orchestration.flows.refresh_preaggregations import RefreshRequest
from orchestration.flows.take_in_events import EventBatch
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Loss

TOPIC = "topic.v1"
RANGES = (OffsetRange(0, 3, 9), OffsetRange(2, 0, 1))


def read(request: dg.RunRequest) -> RefreshConfig:
    config: Any = request.run_config["ops"][ASSETS_OP]["config"]
    return RefreshConfig(**config)


def test_a_run_reads_the_batch_that_the_sensor_planned() -> None:
    losses = (Loss("old", 0, 1, 3), Loss("old", 1, 7, None))
    run = PlannedRun("epoch", RANGES, losses, "before", "after")

    request = read(batch_request(run)).request(TOPIC, ("ignored.too",))

    assert request == RefreshRequest(batch=EventBatch(TOPIC, "epoch", RANGES, losses))


def test_its_tags_link_it_to_the_runs_before_and_after() -> None:
    request = batch_request(PlannedRun("epoch", RANGES, (), "before", "after"))

    assert request.run_key == "epoch/0:3-9,2:0-1"
    assert dict(request.tags) == {
        "rampart/from": "before",
        "rampart/to": "after",
        "rampart/epoch": "epoch",
        "rampart/range": "0:3-9,2:0-1",
    }


def test_an_owed_run_over_offsets_is_never_part_of_the_chain() -> None:
    request = owed_request(OwedRun("hole/0:3-9", 2, epoch="epoch", ranges=RANGES))

    assert request.run_key is None
    assert dict(request.tags) == {
        "rampart/root": "hole/0:3-9",
        "rampart/attempt": "2",
        "rampart/epoch": "epoch",
        "rampart/range": "0:3-9,2:0-1",
    }
    assert read(request).request(TOPIC, ()).batch == EventBatch(TOPIC, "epoch", RANGES, ())


def test_a_gap_run_carries_its_losses_however_it_is_asked_for() -> None:
    losses = (Loss("old", 0, 1, 3), Loss("old", 1, 7, None))

    planned = batch_request(PlannedRun("epoch", (), losses, "before", "after"))
    owed = owed_request(OwedRun("gap/0:1-3", 2, epoch="epoch", losses=losses))

    for request in (planned, owed):
        assert request.tags["rampart/gap"] == "yes"
        assert request.tags["rampart/lost"] == "0:1-3@old,1:7-@old"
        assert read(request).request(TOPIC, ()).batch == EventBatch(TOPIC, "epoch", (), losses)


def test_an_owed_run_for_due_partitions_names_its_rollups() -> None:
    request = owed_request(OwedRun("due/orders.by_day", 1, rollups=("orders.by_day",)))

    assert dict(request.tags) == {"rampart/root": "due/orders.by_day", "rampart/attempt": "1"}
    wanted = RefreshRequest(rollups=("orders.by_day",))
    assert read(request).request(TOPIC, ("another.one",)) == wanted


@pytest.mark.parametrize(
    ("config", "start", "end"),
    [
        (RefreshConfig(), None, None),
        (RefreshConfig(range_start="2025-01-01"), date(2025, 1, 1), None),
        (
            RefreshConfig(range_start="2025-01-01", range_end="2025-02-01"),
            date(2025, 1, 1),
            date(2025, 2, 1),
        ),
    ],
)
def test_started_by_hand_it_wants_what_was_selected(
    config: RefreshConfig, start: date | None, end: date | None
) -> None:
    request = config.request(TOPIC, ("orders.by_day",))

    assert request == RefreshRequest(rollups=("orders.by_day",), wanted=True, start=start, end=end)
