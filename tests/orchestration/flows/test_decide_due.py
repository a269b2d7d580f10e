"""When a dirty partition may be built."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orchestration.flows.decide_due import BACK_OFF_S, back_off, due_at, due_partitions
from orchestration.ports.ledger import PartitionKey, PartitionState

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = PartitionKey("fp", "UTC", "2024-01-01")


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_a_partition_that_was_never_built_is_due_at_once() -> None:
    assert due_at(PartitionState(KEY, NOW), min_rebuild_interval_s=10) == NOW


def test_a_partition_built_just_now_waits_for_the_rebuild_interval() -> None:
    state = PartitionState(KEY, later(1), built_from=NOW, built_table="t")

    assert due_at(state, min_rebuild_interval_s=10) == later(10)


def test_each_failure_in_a_row_waits_longer_and_the_last_pause_repeats() -> None:
    waits = [
        due_at(PartitionState(KEY, NOW, failures=count, last_end=NOW), min_rebuild_interval_s=0)
        for count in range(1, 8)
    ]

    assert waits == [later(seconds) for seconds in (*BACK_OFF_S, 900, 900)]


def test_success_ends_the_back_off() -> None:
    assert back_off(0) == timedelta()


def test_what_is_clean_or_being_built_is_not_due() -> None:
    clean = PartitionState(KEY, NOW, built_from=later(1), built_table="t")
    building = PartitionState(KEY, NOW, building=True)
    dirty = PartitionState(KEY, NOW)

    due = due_partitions([clean, building, dirty], later(60), min_rebuild_interval_s=10)

    assert list(due) == [dirty]


@given(st.integers(0, 20), st.integers(0, 2000), st.integers(0, 60))
def test_nothing_is_due_before_it_was_wanted_or_before_its_interval(
    failures: int, ended_s: int, interval_s: int
) -> None:
    state = PartitionState(
        KEY, later(5), built_from=NOW, built_table="t", failures=failures, last_end=later(ended_s)
    )
    moment = due_at(state, min_rebuild_interval_s=interval_s)

    assert moment >= later(5)
    assert moment >= later(interval_s)
    assert not failures or moment >= later(ended_s)
