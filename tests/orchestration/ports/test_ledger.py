from datetime import UTC, datetime, timedelta

import pytest

from orchestration.ports.ledger import Ledger, PartitionKey, PartitionState
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = PartitionKey("fp-1", "UTC", "2024-01-01")


@pytest.mark.parametrize(
    ("built_from", "dirty"),
    [(None, True), (NOW - timedelta(seconds=1), True), (NOW, False), (NOW + timedelta(1), False)],
)
def test_a_partition_is_dirty_if_it_was_wanted_after_its_build_began(
    *, built_from: datetime | None, dirty: bool
) -> None:
    assert PartitionState(KEY, NOW, built_from=built_from).dirty is dirty


def test_a_partition_is_servable_once_it_has_a_table_however_dirty_it_is() -> None:
    assert not PartitionState(KEY, NOW).servable

    stale = PartitionState(KEY, NOW, built_from=NOW - timedelta(1), built_table="preaggs.t")
    assert stale.servable
    assert stale.dirty


def test_keys_sort_so_that_writers_lock_in_one_order() -> None:
    other = PartitionKey("fp-0", "UTC", "2025-01-01")

    assert sorted([KEY, other]) == [other, KEY]


def test_the_fake_is_a_ledger() -> None:
    ledger: Ledger = FakeLedger(FakeClock())

    assert ledger.states(["fp-1"]) == ()
