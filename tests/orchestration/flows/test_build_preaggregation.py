"""Building what is dirty of one rollup."""

from datetime import date

import pytest

from metamodel.modelgen.rollup import Rollup
from orchestration.flows.build_preaggregation import PartitionsNotBuilt, build_preaggregation
from orchestration.flows.find_rollups import ServedRollup, partition_keys
from orchestration.ports.ledger import PartitionState
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import rollup


def serving(*, wanted: bool = True) -> tuple[FakePlatform, ServedRollup]:
    platform, of = FakePlatform(), rollup()
    platform.cube.serve("shop-1", {}, [of])
    if wanted:
        platform.ledger.want(partition_keys(of))
    return platform, ServedRollup(of, "shop-1")


def states(platform: FakePlatform, of: Rollup) -> dict[str, PartitionState]:
    return {item.key.partition: item for item in platform.ledger.states([of.rollup_fp])}


def test_every_dirty_partition_is_built_and_servable_afterwards() -> None:
    platform, served = serving()
    report = build_preaggregation(served, platform.build_tools, run_id="run")

    assert [item.partition for item in report.built] == ["2024-01-01", "2025-01-01"]
    assert report.rows == 20
    assert all(
        item.servable and not item.dirty for item in states(platform, served.rollup).values()
    )


def test_each_post_names_one_partition_and_the_version() -> None:
    platform, served = serving()
    build_preaggregation(served, platform.build_tools, run_id="run")

    assert [(post.date_range, post.version) for post in platform.cube.posts] == [
        (("2024-01-01T00:00:00.000", "2024-12-31T23:59:59.999"), "shop-1"),
        (("2025-01-01T00:00:00.000", "2025-12-31T23:59:59.999"), "shop-1"),
    ]


def test_a_clean_rollup_asks_nothing_of_cube() -> None:
    platform, served = serving()
    build_preaggregation(served, platform.build_tools, run_id="run")
    platform.cube.posts.clear()
    report = build_preaggregation(served, platform.build_tools, run_id="run-2")

    assert (report.built, platform.cube.posts) == ((), [])


def test_a_partition_wanted_too_soon_after_its_build_waits() -> None:
    platform, served = serving()
    build_preaggregation(served, platform.build_tools, run_id="run")
    platform.ledger.want(partition_keys(served.rollup, date(2025, 1, 1), None))
    too_soon = build_preaggregation(served, platform.build_tools, run_id="run-2")
    platform.clock.sleep(11)
    later = build_preaggregation(served, platform.build_tools, run_id="run-3")

    assert too_soon.built == ()
    assert [item.partition for item in later.built] == ["2025-01-01"]


def test_one_failing_partition_does_not_hold_up_the_others() -> None:
    platform, served = serving()
    platform.cube.build_errors["2024-01-01"] = ["failure: division by zero"]
    report = build_preaggregation(served, platform.build_tools, run_id="run")

    assert [item.partition for item in report.built] == ["2025-01-01"]
    assert "division by zero" in report.failures["2024-01-01"]
    with pytest.raises(PartitionsNotBuilt, match="division by zero"):
        report.raise_failures()


def test_a_failed_partition_is_tried_again_after_its_back_off_and_not_before() -> None:
    platform, served = serving()
    platform.cube.build_errors["2024-01-01"] = ["failure: once"]
    build_preaggregation(served, platform.build_tools, run_id="run")
    at_once = build_preaggregation(served, platform.build_tools, run_id="run-2")
    platform.clock.sleep(6)
    later = build_preaggregation(served, platform.build_tools, run_id="run-3")

    assert at_once.built == ()
    assert [item.partition for item in later.built] == ["2024-01-01"]


def test_cube_being_away_fails_the_attempts_and_loses_nothing() -> None:
    platform, served = serving()
    platform.cube.down = True
    report = build_preaggregation(served, platform.build_tools, run_id="run")

    assert set(report.failures) == {"2024-01-01", "2025-01-01"}
    assert all(why.startswith("CUBE-001") for why in report.failures.values())
    assert all(
        item.dirty and item.failures == 1 for item in states(platform, served.rollup).values()
    )


def test_a_rollup_that_somebody_else_builds_is_left_to_them() -> None:
    platform, served = serving()
    with platform.ledger.try_lock(served.rollup.rollup_fp, "UTC"):
        report = build_preaggregation(served, platform.build_tools, run_id="run")

    assert report.busy_elsewhere
    assert platform.cube.posts == []


def test_only_the_named_partitions_are_considered() -> None:
    platform, served = serving()
    report = build_preaggregation(served, platform.build_tools, run_id="run", only={"2025-01-01"})

    assert [item.partition for item in report.built] == ["2025-01-01"]


def test_a_run_ends_while_events_keep_coming_and_builds_take_long() -> None:
    platform, served = serving()

    def a_long_build_and_an_event() -> None:
        platform.clock.advance(11)
        platform.ledger.want(partition_keys(served.rollup))

    platform.cube.on_post = a_long_build_and_an_event
    report = build_preaggregation(served, platform.build_tools, run_id="run")

    assert len(platform.cube.posts) == len(report.built) == 2 * 2
    assert all(item.dirty for item in states(platform, served.rollup).values())


def test_what_is_wanted_while_a_run_builds_is_built_by_the_same_run() -> None:
    platform, served = serving()
    wants = [partition_keys(served.rollup, date(2025, 1, 1), None)]

    def an_event_once() -> None:
        platform.clock.advance(11)
        platform.ledger.want(wants.pop() if wants else ())

    platform.cube.on_post = an_event_once
    build_preaggregation(served, platform.build_tools, run_id="run")

    assert not any(item.dirty for item in states(platform, served.rollup).values())


def test_whom_somebody_waits_for_is_built_without_any_pause() -> None:
    platform, served = serving()
    platform.cube.build_errors["2024-01-01"] = ["failure: once"]
    build_preaggregation(served, platform.build_tools, run_id="run")
    platform.ledger.want(partition_keys(served.rollup))
    report = build_preaggregation(
        served, platform.build_tools, run_id="run-2", at_once={"2024-01-01"}
    )

    assert [item.partition for item in report.built] == ["2024-01-01"]
