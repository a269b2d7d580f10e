"""Decisions about dead letters in Postgres, beyond their contract."""

import pytest

from orchestration.adapters.dispositions_postgres import PostgresDispositions
from orchestration.adapters.postgres import Postgres
from orchestration.ports.ledger import LedgerUnavailable


def test_a_database_that_is_away_may_come_back() -> None:
    url = "postgresql://rampart@127.0.0.1:1/rampart"
    away = PostgresDispositions(Postgres(url, timeout_s=1))
    with pytest.raises(LedgerUnavailable):
        away.of("events.v1.dlq")
    with pytest.raises(LedgerUnavailable), away.alone():
        pass
