"""The ledger on Postgres, beyond its contract: several processes, and the server going away."""

import threading
from datetime import timedelta

import pytest

from orchestration.adapters.ledger_postgres import PostgresLedger
from orchestration.adapters.postgres import Postgres
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import LedgerUnavailable, PartitionKey, Taken
from tests.fakes.rollups import rollup

KEY = PartitionKey("fp-1", "UTC", "2024-01-01")
TOPIC, EPOCH = "topic.v1", "epoch-1"
RANGE = OffsetRange(0, 0, 10)


def test_a_database_that_is_away_is_said_in_our_words() -> None:
    ledger = PostgresLedger(Postgres("postgresql://rampart@127.0.0.1:1/rampart", timeout_s=0.2))

    with pytest.raises(LedgerUnavailable):
        ledger.states(["fp-1"])


@pytest.mark.integration
def test_the_clock_is_the_databases_and_moves_within_a_transaction(database_url: str) -> None:
    ledger = PostgresLedger(Postgres(database_url, timeout_s=20))

    first, second = ledger.now(), ledger.now()

    assert first < second < first + timedelta(minutes=1)
    assert first.utcoffset() is not None


@pytest.mark.integration
def test_a_builder_whose_connection_ends_lets_go_of_its_rollup(database_url: str) -> None:
    postgres = Postgres(database_url, timeout_s=20)
    ledger = PostgresLedger(postgres)
    killer = (
        "SELECT pg_terminate_backend(pid) FROM pg_locks"
        " WHERE locktype = 'advisory' AND granted AND pid <> pg_backend_pid()"
    )

    with (  # noqa: PT012 - the error ends the block
        pytest.raises(LedgerUnavailable),
        ledger.try_lock("fp-1", "UTC") as held,
    ):
        assert held
        with postgres.connection() as connection:
            connection.execute(killer)
        with ledger.try_lock("fp-1", "UTC") as free:
            assert free
        raise LedgerUnavailable("the worker was killed")


@pytest.mark.integration
def test_two_intakes_of_one_range_settle_it_once(database_url: str) -> None:
    ledger = PostgresLedger(Postgres(database_url, timeout_s=20))
    taken: list[tuple[OffsetRange, ...]] = []
    both = threading.Barrier(2)

    def take_in() -> None:
        both.wait()
        with ledger.intake(TOPIC, EPOCH, "run") as intake:
            open_left = intake.uncovered([RANGE])
            intake.take([Taken(item, len(item), 0) for item in open_left], [KEY])
            taken.append(open_left)

    threads = [threading.Thread(target=take_in) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [(), (RANGE,)]
    assert ledger.settled(TOPIC, EPOCH) == (RANGE,)


@pytest.mark.integration
def test_an_expired_lease_counts_as_a_failure_that_ended_then(database_url: str) -> None:
    ledger = PostgresLedger(Postgres(database_url, timeout_s=20), lease_s=0.01)
    ledger.want([KEY])
    (attempt,) = ledger.begin(rollup(), [KEY.partition], "run")
    while ledger.now() <= attempt.built_from + timedelta(seconds=0.01):
        pass  # the database's own clock decides

    (state,) = ledger.states(["fp-1"])

    assert (state.failures, state.building) == (1, False)
    assert state.last_end == attempt.built_from + timedelta(seconds=0.01)
