"""The transaction that takes events in."""

import pytest

from orchestration.adapters.ledger_postgres import PostgresLedger
from orchestration.adapters.ledger_postgres_intake import key_columns
from orchestration.adapters.postgres import Postgres
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Ledger, Loss, PartitionKey, Taken

TOPIC, EPOCH = "topic.v1", "epoch-1"
KEY = PartitionKey("fp-1", "UTC", "2024-01-01")


def test_keys_are_written_once_each_in_one_order_so_that_writers_cannot_deadlock() -> None:
    other = PartitionKey("fp-0", "UTC", "2025-01-01")

    expected = (["fp-0", "fp-1"], ["UTC", "UTC"], ["2025-01-01", "2024-01-01"])
    assert key_columns([KEY, other, KEY]) == expected
    assert key_columns([other, KEY]) == expected


@pytest.fixture
def ledger(database_url: str) -> Ledger:
    return PostgresLedger(Postgres(database_url, timeout_s=20))


@pytest.mark.integration
def test_pieces_that_touch_are_one_range(ledger: Ledger) -> None:
    for piece in (OffsetRange(0, 0, 5), OffsetRange(0, 5, 9), OffsetRange(1, 3, 4)):
        with ledger.intake(TOPIC, EPOCH, "run") as intake:
            intake.take([Taken(piece, len(piece), 0)], [])

    assert ledger.settled(TOPIC, EPOCH) == (OffsetRange(0, 0, 9), OffsetRange(1, 3, 4))


@pytest.mark.integration
def test_only_what_is_not_settled_is_left(ledger: Ledger) -> None:
    with ledger.intake(TOPIC, EPOCH, "run") as intake:
        intake.take([Taken(OffsetRange(0, 3, 5), 2, 0)], [])

    with ledger.intake(TOPIC, EPOCH, "run") as intake:
        left = intake.uncovered([OffsetRange(0, 0, 10)])

    assert left == (OffsetRange(0, 0, 3), OffsetRange(0, 5, 10))


@pytest.mark.integration
def test_a_block_that_fails_settles_and_wants_nothing(ledger: Ledger) -> None:
    with (  # noqa: PT012 - the error ends the block
        pytest.raises(RuntimeError),
        ledger.intake(TOPIC, EPOCH, "run") as intake,
    ):
        intake.take([Taken(OffsetRange(0, 0, 5), 5, 0)], [KEY])
        raise RuntimeError

    assert ledger.settled(TOPIC, EPOCH) == ()
    assert ledger.states(["fp-1"]) == ()


@pytest.mark.integration
def test_a_loss_is_written_under_the_epoch_it_belongs_to(ledger: Ledger) -> None:
    loss = Loss("epoch-0", 2, 7, None)
    with ledger.intake(TOPIC, EPOCH, "run") as intake:
        intake.lose([loss], [KEY])

    (found,) = ledger.losses(TOPIC)
    assert (found.epoch, found.partition, found.start, found.end) == ("epoch-0", 2, 7, None)
    assert found.seen_at is not None
    assert ledger.states(["fp-1"])[0].dirty
