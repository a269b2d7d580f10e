"""The ledger is read in memory and in Postgres alike."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest

from orchestration.adapters.ledger_postgres import PostgresLedger
from orchestration.adapters.postgres import Postgres
from presence_api.adapters.ledger_reading_postgres import PostgresLedgerReadings
from presence_api.ports.ledger_reading import LedgerUnavailable
from tests.contract.ledger_reading_contract import BY_DAY, Y2024, LedgerReadingContract
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger
from tests.fakes.ledger_readings import FakeLedgerReadings


class TestFakeLedgerReadings(LedgerReadingContract):
    @pytest.fixture(autouse=True)
    def _ledger(self) -> None:
        self.ledger = ledger = FakeLedger(FakeClock())
        self.readings = FakeLedgerReadings(ledger)


@pytest.mark.integration
class TestPostgresLedgerReadings(LedgerReadingContract):
    @pytest.fixture(autouse=True)
    def _ledger(self, database_url: str) -> Iterator[None]:
        self.url = database_url
        self.ledger = PostgresLedger(Postgres(database_url, timeout_s=20), lease_s=30)
        self.readings = readings = PostgresLedgerReadings(database_url, 10)
        readings.open()
        yield
        readings.close()

    def test_a_lease_that_has_run_out_builds_nothing(self) -> None:
        self.want(Y2024)
        self.ledger.begin(BY_DAY, [Y2024], "run-1")
        assert self.partitions()[Y2024].building
        with psycopg.connect(self.url) as connection:
            connection.execute("UPDATE rampart.preagg_attempt SET lease_until = started_at")
        assert not self.partitions()[Y2024].building

    def test_a_reading_that_takes_too_long_is_given_up(self) -> None:
        readings = PostgresLedgerReadings(self.url, 0.5)
        readings.open()
        with psycopg.connect(self.url) as connection:
            connection.execute("LOCK TABLE rampart.preagg_partition")
            with pytest.raises(LedgerUnavailable, match="timeout"):
                self.run(readings.read([BY_DAY]))
        readings.close()


def test_without_a_database_it_cannot_be_read() -> None:
    readings = PostgresLedgerReadings("postgresql://rampart@127.0.0.1:1/none", 0.2)
    readings.open()
    with pytest.raises(LedgerUnavailable):
        asyncio.run(readings.read([BY_DAY]))
    readings.close()
