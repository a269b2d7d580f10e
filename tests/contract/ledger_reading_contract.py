"""What every reader of the build ledger tells, of what a build flow has written."""

import asyncio
from abc import ABC
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from metamodel.model.freshness import Freshness
from orchestration.ports.ledger import Ledger, PartitionKey
from presence_api.ports.ledger_reading import LedgerReadings, PartitionReading
from tests.fakes.rollups import rollup

T = TypeVar("T")
BY_DAY, BY_CUSTOMER = rollup(fp="fp-1"), rollup("by_customer", fp="fp-2", partition=None)
Y2024, Y2025 = "2024-01-01", "2025-01-01"


class LedgerReadingContract(ABC):
    """`ledger` is written by the flow's own adapter, `readings` are what is tested."""

    ledger: Ledger
    readings: LedgerReadings

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run(work)

    def partitions(self, one: Any = BY_DAY) -> dict[str, PartitionReading]:
        """As they are read now."""
        return dict(self.run(self.readings.read([one])).rollups[one.path].partitions)

    def want(self, *partitions: str) -> None:
        self.ledger.want([PartitionKey("fp-1", "UTC", one) for one in partitions])

    def build(self, partition: str, table: str = "preaggs.t_1") -> int:
        (attempt,) = self.ledger.begin(BY_DAY, [partition], "run-1")
        return self.ledger.succeed(attempt, table, 7)

    def test_of_no_rollups_there_is_nothing_to_read(self) -> None:
        assert dict(self.run(self.readings.read([])).rollups) == {}

    def test_a_rollup_that_the_ledger_does_not_know_covers_nothing(self) -> None:
        found = self.run(self.readings.read([BY_DAY])).rollups[BY_DAY.path]
        assert (dict(found.partitions), found.newest_epoch) == ({}, 0)
        assert not found.over(()).covered

    def test_partitions_are_unbuilt_then_built_then_dirty(self) -> None:
        self.want(Y2024, Y2025)
        assert self.partitions()[Y2024] == PartitionReading(None, dirty=True)
        epoch = self.build(Y2024)
        assert self.partitions() == {
            Y2024: PartitionReading(epoch),
            Y2025: PartitionReading(None, dirty=True),
        }
        self.want(Y2024)
        assert self.partitions()[Y2024] == PartitionReading(epoch, dirty=True)

    def test_a_partition_that_is_built_anew_is_servable_and_says_so(self) -> None:
        self.want(Y2024)
        epoch = self.build(Y2024)
        (attempt,) = self.ledger.begin(BY_DAY, [Y2024], "run-2")
        assert self.partitions()[Y2024] == PartitionReading(epoch, building=True)
        self.ledger.fail([attempt], "no space")
        assert self.partitions()[Y2024] == PartitionReading(epoch)

    def test_the_newest_build_has_the_highest_epoch(self) -> None:
        self.want(Y2024, Y2025)
        self.build(Y2025)
        last = self.build(Y2024, "preaggs.t_2")
        assert self.run(self.readings.read([BY_DAY])).rollups[BY_DAY.path].newest_epoch == last

    def test_a_table_that_is_gone_is_not_servable(self) -> None:
        self.want(Y2024)
        self.build(Y2024)
        self.ledger.forget_tables(["preaggs.t_1"])
        assert self.partitions()[Y2024] == PartitionReading(None, dirty=True)

    def test_several_rollups_are_read_at_one_moment_each_with_its_own(self) -> None:
        self.want(Y2024)
        self.ledger.want([PartitionKey("fp-2", "UTC", "all")])
        elsewhere = replace(BY_DAY, name="by_day_elsewhere", timezone="Europe/Berlin")
        found = self.run(self.readings.read([BY_CUSTOMER, elsewhere, BY_DAY])).rollups
        assert {path: set(one.partitions) for path, one in found.items()} == {
            BY_CUSTOMER.path: {"all"},
            elsewhere.path: set(),
            BY_DAY.path: {Y2024},
        }

    def test_rows_beyond_the_extent_are_told(self) -> None:
        self.want(Y2024, Y2025)
        for number, year in enumerate((Y2024, Y2025)):
            self.build(year, f"preaggs.t_{number}")
        self.ledger.note_outside("fp-1", "a row of 1901")
        found = self.run(self.readings.read([BY_DAY])).rollups[BY_DAY.path]
        assert found.rows_outside
        assert found.over(()).freshness is Freshness.READY
        assert not found.over(()).covered
