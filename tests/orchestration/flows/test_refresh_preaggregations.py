"""One run's work."""

from datetime import date

import pytest

from metamodel.events.core_reporting_preagg_status import PreaggStatus
from orchestration.flows.build_preaggregation import PartitionsNotBuilt
from orchestration.flows.refresh_preaggregations import RefreshRequest, refresh_preaggregations
from orchestration.flows.take_in_events import EventBatch
from orchestration.ports.event_source import OffsetRange
from tests.fakes.platform import TOPIC, FakePlatform


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform()
    made.publish()
    made.clock.sleep(60)
    return made


def batch(*ranges: OffsetRange) -> RefreshRequest:
    return RefreshRequest(batch=EventBatch(TOPIC, "e", ranges))


def test_an_event_is_taken_in_built_and_announced(platform: FakePlatform) -> None:
    platform.send(start=date(2025, 3, 1), end=date(2025, 3, 2))
    report = refresh_preaggregations(
        batch(OffsetRange(0, 0, 1)), platform.refresh_tools, run_id="run"
    )
    (build,) = report.builds
    (event,) = platform.sink.published[PreaggStatus.name]

    assert [item.partition for item in build.built] == ["2025-01-01"]
    assert (event["state"], event["partitions"], event["run_id"]) == (
        "BUILT",
        ["2025-01-01"],
        "run",
    )
    assert (event["range_start"], event["range_end"]) == (date(2025, 1, 1), date(2025, 12, 31))
    assert event["data_epoch"] == build.built[0].data_epoch


def test_by_hand_the_selected_rollups_are_wanted_and_built(platform: FakePlatform) -> None:
    request = RefreshRequest(rollups=("orders.by_day",), wanted=True, start=date(2025, 1, 1))
    report = refresh_preaggregations(request, platform.refresh_tools, run_id="run")

    assert [item.partition for item in report.builds[0].built] == ["2025-01-01"]


def test_a_failure_is_announced_and_raised_with_its_reason(platform: FakePlatform) -> None:
    platform.cube.build_errors["2025-01-01"] = ["failure: no space"]
    request = RefreshRequest(rollups=("orders.by_day",), wanted=True)
    report = refresh_preaggregations(request, platform.refresh_tools, run_id="run")
    events = platform.sink.published[PreaggStatus.name]

    assert [event["state"] for event in events] == ["BUILT", "FAILED"]
    with pytest.raises(PartitionsNotBuilt, match="2025-01-01: failure: no space"):
        report.raise_failures()


def test_a_hint_that_cannot_be_sent_does_not_fail_the_build(platform: FakePlatform) -> None:
    platform.sink.down = True
    request = RefreshRequest(rollups=("orders.by_day",), wanted=True)
    report = refresh_preaggregations(request, platform.refresh_tools, run_id="run")

    assert len(report.builds[0].built) == 2


def test_a_repeated_run_takes_nothing_in_and_builds_nothing(platform: FakePlatform) -> None:
    platform.send()
    refresh_preaggregations(batch(OffsetRange(0, 0, 1)), platform.refresh_tools, run_id="run")
    platform.cube.posts.clear()
    again = refresh_preaggregations(
        batch(OffsetRange(0, 0, 1)), platform.refresh_tools, run_id="run-2"
    )

    assert (again.builds, platform.cube.posts) == ([], [])
