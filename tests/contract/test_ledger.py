"""The ledger contract, on the fake and on Postgres."""

import pytest

from orchestration.adapters.ledger_postgres import PostgresLedger
from orchestration.adapters.postgres import Postgres
from orchestration.ports.ledger import Ledger
from tests.contract.ledger_contract import LedgerContract
from tests.fakes.clock import FakeClock
from tests.fakes.ledger import FakeLedger


class TestFakeLedger(LedgerContract):
    """In memory."""

    def make(self, *, lease_s: float = 30.0) -> Ledger:
        return FakeLedger(FakeClock(), lease_s=lease_s)


@pytest.mark.integration
class TestPostgresLedger(LedgerContract):
    """On a fresh database with the platform's migrations."""

    @pytest.fixture(autouse=True)
    def _database(self, database_url: str) -> None:
        self._url = database_url

    def make(self, *, lease_s: float = 30.0) -> Ledger:
        return PostgresLedger(Postgres(self._url, timeout_s=20), lease_s=lease_s)
