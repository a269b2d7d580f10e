"""What every build ledger promises; run on the fake always, on Postgres in integration."""

from abc import ABC, abstractmethod
from datetime import UTC, datetime

import pytest

from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import (
    LeaseLost,
    Ledger,
    Loss,
    PartitionKey,
    PartitionState,
    Taken,
)
from tests.fakes.rollups import rollup

KEY = PartitionKey("fp-1", "UTC", "2024-01-01")
OTHER = PartitionKey("fp-1", "UTC", "2025-01-01")
TOPIC, EPOCH = "topic.v1", "epoch-1"


def state(ledger: Ledger, key: PartitionKey = KEY) -> PartitionState:
    return next(item for item in ledger.states([key.rollup_fp]) if item.key == key)


class LedgerContract(ABC):
    """Subclass it and say how to make a ledger."""

    @abstractmethod
    def make(self, *, lease_s: float = 30.0) -> Ledger:
        """A ledger with empty tables."""

    @pytest.fixture
    def ledger(self) -> Ledger:
        return self.make()

    def built(self, ledger: Ledger, table: str = "preaggs.t_1", rows: int = 7) -> int:
        (attempt,) = ledger.begin(rollup(), [KEY.partition], "run-1")
        return ledger.succeed(attempt, table, rows)

    def test_an_unknown_rollup_has_no_partitions(self, ledger: Ledger) -> None:
        assert list(ledger.states(["nobody"])) == []

    def test_a_wanted_partition_is_dirty_and_not_servable(self, ledger: Ledger) -> None:
        ledger.want([KEY])

        assert state(ledger).dirty
        assert not state(ledger).servable

    def test_a_built_partition_is_servable_and_clean(self, ledger: Ledger) -> None:
        ledger.want([KEY])
        self.built(ledger)

        assert state(ledger).servable
        assert not state(ledger).dirty
        assert (state(ledger).built_table, state(ledger).rows) == ("preaggs.t_1", 7)

    def test_the_data_epoch_rises_with_every_build(self, ledger: Ledger) -> None:
        ledger.want([KEY])

        assert self.built(ledger) < self.built(ledger, "preaggs.t_2")

    def test_what_is_wanted_while_it_is_built_stays_dirty_and_servable(
        self, ledger: Ledger
    ) -> None:
        ledger.want([KEY])
        (attempt,) = ledger.begin(rollup(), [KEY.partition], "run-1")
        ledger.want([KEY])
        ledger.succeed(attempt, "preaggs.t_1", 1)

        assert state(ledger).dirty
        assert state(ledger).servable

    def test_registering_leaves_known_partitions_as_they_are(self, ledger: Ledger) -> None:
        ledger.want([KEY])
        self.built(ledger)
        ledger.register([KEY, OTHER])

        assert not state(ledger).dirty
        assert state(ledger, OTHER).dirty

    def test_a_failed_rebuild_leaves_a_servable_partition_servable(self, ledger: Ledger) -> None:
        ledger.want([KEY])
        self.built(ledger)
        ledger.want([KEY])
        ledger.fail(ledger.begin(rollup(), [KEY.partition], "run-2"), "no")

        assert state(ledger).servable
        assert state(ledger).dirty
        assert state(ledger).failures == 1

    def test_failures_are_counted_since_the_last_success(self, ledger: Ledger) -> None:
        ledger.want([KEY])
        for _ in range(3):
            ledger.fail(ledger.begin(rollup(), [KEY.partition], "run"), "no")
        three = state(ledger).failures
        self.built(ledger)

        assert three == 3
        assert state(ledger).failures == 0

    def test_an_open_attempt_within_its_lease_is_building(self, ledger: Ledger) -> None:
        ledger.want([KEY])
        ledger.begin(rollup(), [KEY.partition], "run-1")

        assert state(ledger).building
        assert state(ledger).failures == 0

    def test_an_attempt_past_its_lease_has_failed_and_may_not_succeed(self) -> None:
        ledger = self.make(lease_s=0.0)
        ledger.want([KEY])
        (attempt,) = ledger.begin(rollup(), [KEY.partition], "run-1")
        ledger.renew([attempt])

        assert not state(ledger).building
        assert state(ledger).failures == 1
        with pytest.raises(LeaseLost):
            ledger.succeed(attempt, "preaggs.t_1", 1)
        assert not state(ledger).servable

    def test_an_attempt_ends_once(self, ledger: Ledger) -> None:
        ledger.want([KEY])
        (attempt,) = ledger.begin(rollup(), [KEY.partition], "run-1")
        ledger.posted(attempt, "token")
        ledger.fail([attempt], "no")

        with pytest.raises(LeaseLost):
            ledger.succeed(attempt, "preaggs.t_1", 1)

    def test_forgotten_tables_are_dirty_and_not_servable(self, ledger: Ledger) -> None:
        ledger.want([KEY])
        self.built(ledger)
        ledger.forget_tables(["preaggs.t_1"])

        assert state(ledger).dirty
        assert not state(ledger).servable

    def test_a_table_built_meanwhile_is_not_forgotten_with_the_old_one(
        self, ledger: Ledger
    ) -> None:
        ledger.want([KEY])
        self.built(ledger)
        self.built(ledger, "preaggs.t_2")
        ledger.forget_tables(["preaggs.t_1"])

        assert state(ledger).built_table == "preaggs.t_2"

    def test_only_one_holds_the_lock_of_a_rollup(self, ledger: Ledger) -> None:
        with (
            ledger.try_lock("fp-1", "UTC") as first,
            ledger.try_lock("fp-1", "UTC") as second,
            ledger.try_lock("fp-2", "UTC") as other,
        ):
            assert (first, second, other) == (True, False, True)

        with ledger.try_lock("fp-1", "UTC") as again:
            assert again

    def test_an_intake_covers_only_what_no_intake_settled_before(self, ledger: Ledger) -> None:
        first, second = OffsetRange(0, 10, 20), OffsetRange(0, 15, 30)
        with ledger.intake(TOPIC, EPOCH, "run-1") as intake:
            intake.take([Taken(first, 10, 0)], [KEY])
        with ledger.intake(TOPIC, EPOCH, "run-2") as intake:
            fresh = intake.uncovered([second, OffsetRange(1, 0, 2)])

        assert fresh == (OffsetRange(0, 20, 30), OffsetRange(1, 0, 2))
        assert state(ledger).dirty

    def test_another_epoch_has_other_offsets(self, ledger: Ledger) -> None:
        with ledger.intake(TOPIC, EPOCH, "run-1") as intake:
            intake.take([Taken(OffsetRange(0, 0, 5), 5, 0)], [])
        with ledger.intake(TOPIC, "epoch-2", "run-2") as intake:
            fresh = intake.uncovered([OffsetRange(0, 0, 5)])

        assert fresh == (OffsetRange(0, 0, 5),)

    def test_an_intake_that_fails_settles_nothing(self, ledger: Ledger) -> None:
        with (  # noqa: PT012 - the error ends the block
            pytest.raises(RuntimeError),
            ledger.intake(TOPIC, EPOCH, "run-1") as intake,
        ):
            intake.take([Taken(OffsetRange(0, 0, 5), 5, 0)], [KEY])
            intake.note_outside("fp-1", "1990")
            raise RuntimeError("the process ends here")

        assert list(ledger.settled(TOPIC, EPOCH)) == []
        assert ledger.outside(["fp-1"]) == {}
        assert list(ledger.states(["fp-1"])) == []

    def test_losses_stay_until_they_are_accepted(self, ledger: Ledger) -> None:
        with ledger.intake(TOPIC, EPOCH, "run-1") as intake:
            intake.lose([Loss(EPOCH, 0, 5, 9), Loss("epoch-0", 1, 3, None)], [KEY])
        seen = [(loss.partition, loss.start, loss.end) for loss in ledger.losses(TOPIC)]
        accepted = ledger.accept_losses(TOPIC)

        assert seen == [(0, 5, 9), (1, 3, None)]
        assert (accepted, list(ledger.losses(TOPIC))) == (2, [])
        assert list(ledger.settled(TOPIC, EPOCH)) == [OffsetRange(0, 5, 9)]

    def test_a_loss_is_unrecorded_until_it_is_written_and_accepted_or_not(
        self, ledger: Ledger
    ) -> None:
        known, other = Loss("epoch-0", 1, 3, None), Loss("epoch-0", 1, 4, None)
        piece = Loss(EPOCH, 0, 5, 9)
        before = ledger.unrecorded(TOPIC, [known, other, piece])
        with ledger.intake(TOPIC, EPOCH, "run-1") as intake:
            intake.take([Taken(OffsetRange(0, 5, 6), 1, 0)], [])
            intake.lose([known, Loss(EPOCH, 0, 8, 9)], [])
        ledger.accept_losses(TOPIC)
        with ledger.intake(TOPIC, "epoch-2", "run-2") as intake:
            within = intake.unrecorded([known, other, piece])

        assert before == (known, other, piece)
        assert within == (other, Loss(EPOCH, 0, 6, 8))
        assert ledger.unrecorded(TOPIC, [known, other, piece]) == within
        assert ledger.unrecorded("another.v1", [known]) == (known,)

    def test_evidence_of_rows_outside_is_kept_until_taken_back(self, ledger: Ledger) -> None:
        ledger.note_outside("fp-1", "1991")
        with ledger.intake(TOPIC, EPOCH, "run-1") as intake:
            intake.note_outside("fp-1", "1990")
        seen = ledger.outside(["fp-1", "fp-2"])
        ledger.note_outside("fp-1", None)

        assert seen == {"fp-1": "1990"}
        assert ledger.outside(["fp-1"]) == {}

    def test_the_clock_only_rises(self, ledger: Ledger) -> None:
        assert datetime(2000, 1, 1, tzinfo=UTC) < ledger.now() < ledger.now()
