"""One run's work."""

from dataclasses import replace
from datetime import date

import pytest

from metamodel.events.core_reporting_preagg_status import PreaggStatus
from orchestration.flows.build_preaggregation import PartitionsNotBuilt
from orchestration.flows.refresh_preaggregations import (
    RefreshReport,
    RefreshRequest,
    refresh_preaggregations,
)
from orchestration.flows.take_in_events import EventBatch
from orchestration.ports.event_source import OffsetRange
from tests.fakes.platform import TOPIC, FakePlatform
from tests.fakes.rollups import rollup


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


BY_HAND = RefreshRequest(rollups=("orders.by_day",), wanted=True)


def by_hand(platform: FakePlatform, request: RefreshRequest = BY_HAND) -> RefreshReport:
    return refresh_preaggregations(request, platform.refresh_tools, run_id="run")


def test_by_hand_neither_a_build_just_now_nor_a_back_off_is_waited_for() -> None:
    platform = FakePlatform()
    platform.publish()
    soon = by_hand(platform)
    platform.cube.build_errors["2025-01-01"] = ["failure: once"]
    by_hand(platform)
    after_a_failure = by_hand(platform)

    assert len(soon.builds[0].built) == len(after_a_failure.builds[0].built) == 2
    soon.raise_failures()
    after_a_failure.raise_failures()


def test_by_hand_what_somebody_else_is_building_is_a_failure_that_says_so(
    platform: FakePlatform,
) -> None:
    platform.ledger.locked.add(("fp-1", "UTC"))

    with pytest.raises(PartitionsNotBuilt, match="by_day: somebody else is building"):
        by_hand(platform).raise_failures()


def test_by_hand_a_partition_whose_attempt_is_under_way_is_a_failure_that_says_so(
    platform: FakePlatform,
) -> None:
    platform.ledger.begin(rollup(), ["2025-01-01"], "a worker that was killed")
    report = by_hand(platform)

    assert [item.partition for item in report.builds[0].built] == ["2024-01-01"]
    with pytest.raises(PartitionsNotBuilt, match=r"2025-01-01: .* lease is over"):
        report.raise_failures()


@pytest.mark.parametrize(
    ("request_by_hand", "why"),
    [
        (RefreshRequest(rollups=("orders.new",), wanted=True), "publish one first"),
        (replace(BY_HAND, start=date(1990, 1, 1), end=date(1990, 2, 1)), "1990-01-01 to 1990-02"),
    ],
)
def test_by_hand_nothing_to_build_is_a_failure(
    platform: FakePlatform, request_by_hand: RefreshRequest, why: str
) -> None:
    with pytest.raises(PartitionsNotBuilt, match=why):
        by_hand(platform, request_by_hand).raise_failures()


def test_by_hand_what_fails_is_said_once_with_cubes_own_reason(platform: FakePlatform) -> None:
    platform.cube.build_errors["2025-01-01"] = ["failure: no space"]

    with pytest.raises(PartitionsNotBuilt) as caught:
        by_hand(platform).raise_failures()
    assert caught.value.failures == {"orders.by_day 2025-01-01": "failure: no space"}


def test_what_is_built_elsewhere_is_no_failure_of_a_run_that_nobody_started(
    platform: FakePlatform,
) -> None:
    platform.ledger.locked.add(("fp-1", "UTC"))
    platform.send()

    by_hand(platform, batch(OffsetRange(0, 0, 1))).raise_failures()


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
