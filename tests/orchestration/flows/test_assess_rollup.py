"""What the ledger says of a rollup, in the words people use."""

from datetime import UTC, datetime, timedelta

import pytest

from metamodel.model.freshness import Freshness
from orchestration.flows.assess_rollup import assess_rollups, freshness_of
from orchestration.flows.find_rollups import find_rollups
from orchestration.ports.ledger import PartitionKey, PartitionState
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import rollup

NOW = datetime(2026, 1, 1, tzinfo=UTC)
KEY = PartitionKey("fp-1", "UTC", "2025-01-01")


def state(*, built: bool = True, dirty: bool = False, building: bool = False) -> PartitionState:
    before = NOW - timedelta(seconds=1)
    return PartitionState(
        KEY,
        wanted_at=NOW,
        built_from=(before if dirty else NOW) if built else None,
        built_table="preaggs.t" if built else None,
        building=building,
    )


@pytest.mark.parametrize(
    ("states", "freshness"),
    [
        ([state(), state()], Freshness.READY),
        ([state()], Freshness.PARTIAL),
        ([state(), state(built=False, building=True)], Freshness.PARTIAL),
        ([state(), state(dirty=True)], Freshness.STALE),
        ([state(), state(dirty=True, building=True)], Freshness.BUILDING),
        ([state(dirty=True), state(dirty=True, building=True)], Freshness.STALE),
    ],
)
def test_freshness_follows_from_the_partitions(
    states: list[PartitionState], freshness: Freshness
) -> None:
    assert freshness_of(states, wanted=2) is freshness


def test_a_published_rollup_is_ready_with_all_its_partitions_and_rows() -> None:
    platform = FakePlatform()
    platform.publish()

    (status,) = assess_rollups(find_rollups(platform.publications), platform.ledger)

    assert status.freshness is Freshness.READY
    assert (status.partitions, status.servable, status.missing, status.dirty) == (2, 2, 0, 0)
    assert (status.rows, status.data_epoch, status.version) == (20, 2, "shop-1")


def test_a_rollup_nobody_built_misses_everything() -> None:
    platform = FakePlatform()
    platform.publish()
    platform.ledger.forget_tables(list(platform.cube.tables.values()))

    (status,) = assess_rollups(find_rollups(platform.publications), platform.ledger)

    assert status.freshness is Freshness.PARTIAL
    assert (status.servable, status.missing, status.dirty, status.rows) == (0, 2, 2, 0)
    assert status.data_epoch is None


def test_rows_outside_the_extent_and_failures_are_told() -> None:
    platform = FakePlatform()
    platform.publish()
    platform.ledger.note_outside("fp-1", "orders holds 1990-01-01")
    attempts = platform.ledger.begin(rollup(), ["2024-01-01"], "run")
    platform.ledger.fail(attempts, "out of memory")

    (status,) = assess_rollups(find_rollups(platform.publications), platform.ledger)

    assert status.outside == "orders holds 1990-01-01"
    assert status.failures == 1
