"""Figures of builds and intakes, counted by Postgres."""

import pytest

from orchestration.adapters.build_figures_postgres import PostgresFigures
from orchestration.adapters.ledger_postgres import PostgresLedger
from orchestration.adapters.postgres import Postgres
from orchestration.ports.build_figures import DURATION_BUCKETS_S, IntakeFigures
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Loss, PartitionKey, Taken
from tests.fakes.rollups import rollup

pytestmark = pytest.mark.integration
KEY = PartitionKey("fp-1", "UTC", "2024-01-01")
TOPIC = "topic.v1"


@pytest.fixture
def postgres(database_url: str) -> Postgres:
    return Postgres(database_url, timeout_s=20)


def test_an_empty_ledger_has_no_figures(postgres: Postgres) -> None:
    figures = PostgresFigures(postgres)

    assert figures.builds() == ()
    assert figures.intakes(TOPIC) == IntakeFigures(0, 0, 0, 0)


def test_builds_and_failures_are_counted_apart(postgres: Postgres) -> None:
    ledger = PostgresLedger(postgres)
    ledger.want([KEY])
    (first,) = ledger.begin(rollup(), [KEY.partition], "run")
    ledger.fail([first], "out of memory")
    (second,) = ledger.begin(rollup(), [KEY.partition], "run")
    ledger.succeed(second, "preaggs.t", 7)
    ledger.begin(rollup(), [KEY.partition], "run")  # open: neither

    (item,) = PostgresFigures(postgres).builds()

    assert (item.rollup, item.failures, item.builds) == ("orders.by_day", 1, 1)
    assert item.total_s >= 0
    assert item.within == (1,) * len(DURATION_BUCKETS_S)


def test_an_attempt_past_its_lease_is_a_failure(postgres: Postgres) -> None:
    ledger = PostgresLedger(postgres, lease_s=-1)
    ledger.begin(rollup(), [KEY.partition], "run")

    (item,) = PostgresFigures(postgres).builds()

    assert (item.failures, item.builds) == (1, 0)
    assert item.within == (0,) * len(DURATION_BUCKETS_S)


def test_long_builds_are_only_in_the_buckets_that_hold_them(postgres: Postgres) -> None:
    with postgres.connection() as connection:
        connection.execute(
            "INSERT INTO rampart.preagg_attempt (rollup_fp, timezone, partition, rollup, run_id,"
            " started_at, lease_until, ended_at, outcome) SELECT 'fp', 'UTC', 'all', 'orders.x',"
            " 'run', moment, moment, moment + interval '7 seconds', 'BUILT'"
            " FROM (SELECT clock_timestamp() AS moment) now"
        )

    (item,) = PostgresFigures(postgres).builds()

    counts = dict(zip(DURATION_BUCKETS_S, item.within, strict=True))
    assert (counts[5.0], counts[10.0], item.total_s) == (0, 1, 7.0)


def test_intakes_count_events_dead_letters_and_losses_of_one_topic(postgres: Postgres) -> None:
    ledger = PostgresLedger(postgres)
    with ledger.intake(TOPIC, "e", "run") as intake:
        intake.take([Taken(OffsetRange(0, 0, 10), 9, 1)], [])
        intake.lose([Loss("e", 1, 5, 8), Loss("e", 2, 5, None)], [])
    with ledger.intake("other.v1", "e", "run") as intake:
        intake.take([Taken(OffsetRange(0, 0, 100), 100, 0)], [])

    assert PostgresFigures(postgres).intakes(TOPIC) == IntakeFigures(9, 1, 3, 2)

    ledger.accept_losses(TOPIC)
    assert PostgresFigures(postgres).intakes(TOPIC) == IntakeFigures(9, 1, 3, 0)
