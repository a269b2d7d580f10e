"""What the ledger is owed."""

from datetime import UTC, datetime, timedelta

import pytest

from orchestration.flows.cursor import Cursor
from orchestration.flows.find_rollups import find_rollups
from orchestration.flows.plan_due_builds import (
    EarlierRun,
    OwedRun,
    find_unsettled,
    plan_due_builds,
)
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Loss, PartitionKey, Taken
from tests.fakes.platform import TOPIC, FakePlatform

START = datetime(2026, 1, 1, tzinfo=UTC)
DUE = "due/orders.by_day"


@pytest.fixture
def platform() -> FakePlatform:
    made = FakePlatform()
    made.publish()
    made.clock.sleep(3600)
    return made


def owed(
    platform: FakePlatform, *earlier: EarlierRun, cursor: Cursor | None = None
) -> tuple[OwedRun, ...]:
    return plan_due_builds(
        cursor,
        topic=TOPIC,
        catalogue=find_rollups(platform.publications),
        ledger=platform.ledger,
        earlier=earlier,
        min_rebuild_interval_s=10,
    )


def run(root: str, ended_s: float | None = None, **more: object) -> EarlierRun:
    values: dict[str, object] = {
        "run_id": "r",
        "root": root,
        "attempt": 1,
        "epoch": "e",
        "ranges": (),
        "losses": (),
        "finished": ended_s is not None,
        "succeeded": False,
        "cancelled": False,
        "ended_at": None if ended_s is None else START + timedelta(seconds=ended_s),
    }
    return EarlierRun(**{**values, **more})  # type: ignore[arg-type]


def test_nothing_is_owed_when_everything_is_built() -> None:
    platform = FakePlatform()
    platform.publish()

    assert owed(platform) == ()


def test_a_dirty_partition_whose_time_has_come_is_owed_a_run(platform: FakePlatform) -> None:
    platform.ledger.want([PartitionKey("fp-1", "UTC", "2025-01-01")])

    assert owed(platform) == (OwedRun(DUE, 1, ("orders.by_day",)),)


def test_while_a_run_for_it_is_under_way_no_other_is_asked_for(platform: FakePlatform) -> None:
    platform.ledger.want([PartitionKey("fp-1", "UTC", "2025-01-01")])

    assert owed(platform, run(DUE)) == ()


@pytest.mark.parametrize(("ended_s", "attempt"), [(3600 - 3, None), (3600 - 20, 2)])
def test_after_a_failed_run_the_next_waits_for_the_back_off(
    platform: FakePlatform, ended_s: float, attempt: int | None
) -> None:
    platform.ledger.want([PartitionKey("fp-1", "UTC", "2025-01-01")])
    found = owed(platform, run(DUE, ended_s))

    assert [item.attempt for item in found] == ([attempt] if attempt else [])


def test_a_cancelled_run_waits_the_longest_back_off(platform: FakePlatform) -> None:
    platform.ledger.want([PartitionKey("fp-1", "UTC", "2025-01-01")])
    recent = owed(platform, run(DUE, 3600 - 800, cancelled=True))
    long_ago = owed(platform, run(DUE, 3600 - 901, cancelled=True))

    assert recent == ()
    assert [item.attempt for item in long_ago] == [2]


def test_offsets_that_no_intake_settled_are_a_hole(platform: FakePlatform) -> None:
    with platform.ledger.intake(TOPIC, "e", "run") as intake:
        intake.take([Taken(OffsetRange(0, 0, 4), 4, 0)], [])
    cursor = Cursor("e", "t", {0: 0}, {0: 10})
    (found,) = owed(platform, cursor=cursor)

    assert found == OwedRun("hole/e/0:4-10", epoch="e", ranges=(OffsetRange(0, 4, 10),))


def test_a_live_run_is_no_hole(platform: FakePlatform) -> None:
    cursor = Cursor("e", "t", {0: 0}, {0: 10})
    live = run("", ranges=(OffsetRange(0, 0, 10),))

    assert owed(platform, live, cursor=cursor) == ()


def test_a_hole_counts_the_failures_of_the_run_that_left_it(platform: FakePlatform) -> None:
    cursor = Cursor("e", "t", {0: 0}, {0: 10})
    failed = run("", 3600 - 100, ranges=(OffsetRange(0, 0, 10),))

    assert [item.attempt for item in owed(platform, failed, cursor=cursor)] == [2]


def test_failures_too_long_ago_to_be_seen_are_counted_by_the_number_of_the_last(
    platform: FakePlatform,
) -> None:
    cursor = Cursor("e", "t", {0: 0}, {0: 10})
    failed = run("hole/e/0:0-10", 3600 - 1000, ranges=(OffsetRange(0, 0, 10),), attempt=7)

    assert [item.attempt for item in owed(platform, failed, cursor=cursor)] == [8]


def test_what_waits_for_its_back_off_is_unsettled_all_the_same(platform: FakePlatform) -> None:
    cursor = Cursor("e", "t", {0: 0}, {0: 10})
    failed = run("", 3600 - 1, ranges=(OffsetRange(0, 0, 10),))
    found = find_unsettled(cursor, topic=TOPIC, ledger=platform.ledger, earlier=[failed])

    assert owed(platform, failed, cursor=cursor) == ()
    assert [(item.ranges, item.attempt) for item in found] == [((OffsetRange(0, 0, 10),), 2)]


def test_runs_of_another_epoch_have_other_offsets(platform: FakePlatform) -> None:
    cursor = Cursor("e", "t", {0: 0}, {0: 10})
    other = run("", ranges=(OffsetRange(0, 0, 10),), epoch="e-0")

    assert [item.root for item in owed(platform, other, cursor=cursor)] == ["hole/e/0:0-10"]


# A topic made anew begins a new epoch at its first offset: no hole ever shows what was lost before.
ANEW = Cursor("e-2", "t-2", {0: 0}, {0: 0})
LOSSES = (Loss("e-1", 0, 7, None), Loss("e-1", 1, 4, None))


def gap(ended_s: float | None = None, **more: object) -> EarlierRun:
    return run("", ended_s, epoch="e-2", losses=LOSSES, **more)


def test_a_gap_run_that_died_is_asked_for_again_with_the_same_losses(
    platform: FakePlatform,
) -> None:
    first = owed(platform, gap(3600 - 100_000), cursor=ANEW)
    root = first[0].root
    second = owed(
        platform,
        run(root, 3600 - 100, epoch="e-2", losses=LOSSES),
        gap(3600 - 100_000),
        cursor=ANEW,
    )

    assert first == (OwedRun(root, 2, epoch="e-2", losses=LOSSES),)
    assert [(item.root, item.attempt) for item in second] == [(root, 3)]


def test_it_waits_for_its_back_off_and_while_another_is_under_way(platform: FakePlatform) -> None:
    assert owed(platform, gap(3600 - 3), cursor=ANEW) == ()
    assert owed(platform, gap(), gap(3600 - 100), cursor=ANEW) == ()


def test_a_gap_whose_losses_are_written_is_owed_nothing_accepted_or_not(
    platform: FakePlatform,
) -> None:
    with platform.ledger.intake(TOPIC, "e-2", "run") as intake:
        intake.lose(LOSSES, [])
    platform.ledger.accept_losses(TOPIC)

    assert owed(platform, gap(3600 - 1000), cursor=ANEW) == ()


def test_a_gap_is_never_a_hole_as_well(platform: FakePlatform) -> None:
    cursor = Cursor("e", "t", {0: 0}, {0: 10})
    lost = (Loss("e", 0, 0, 10),)
    live = owed(platform, run("", losses=lost), cursor=cursor)
    dead = owed(platform, run("", 3600 - 100, losses=lost), cursor=cursor)

    assert live == ()
    assert [(item.ranges, item.losses) for item in dead] == [((), lost)]


def test_a_gap_that_is_settled_in_part_is_told_from_its_neighbours(platform: FakePlatform) -> None:
    cursor = Cursor("e", "t", {0: 0}, {0: 10})
    settled, open_left = (Loss("e", 0, 0, 4),), (Loss("e", 0, 4, 10),)
    with platform.ledger.intake(TOPIC, "e", "run") as intake:
        intake.lose(settled, [])
    found = owed(
        platform,
        run("", 3600 - 100, losses=open_left),
        run("", 3600 - 200, losses=settled, succeeded=True),
        cursor=cursor,
    )

    assert [item.losses for item in found] == [open_left]
