"""Parked rows in Postgres, beyond their contract."""

import pytest

from presence_api.adapters.parked_rows_postgres import PostgresParkedRows
from presence_api.ports.outbox import OutboxUnavailable


def test_a_database_that_is_away_may_come_back() -> None:
    away = PostgresParkedRows("postgresql://rampart@127.0.0.1:1/rampart", timeout_s=1)
    for ask in (away.parked, lambda: away.release([1]), lambda: away.discard([1])):
        with pytest.raises(OutboxUnavailable):
            ask()
