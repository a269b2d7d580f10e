"""The audit trail in Postgres, beyond its contract."""

import pytest

from orchestration.adapters.audit_trail_postgres import PostgresAuditTrail
from orchestration.adapters.postgres import Postgres
from orchestration.ports.ledger import LedgerUnavailable
from tests.contract.audit_trail_contract import entry


def test_a_database_that_is_away_may_come_back() -> None:
    away = PostgresAuditTrail(Postgres("postgresql://rampart@127.0.0.1:1/rampart", timeout_s=1))
    with pytest.raises(LedgerUnavailable):
        away.store([entry("a")])
