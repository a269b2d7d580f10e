"""The guard in Postgres, against a connection that only says how many rows it touched."""

from typing import Any

import pytest

from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused
from tests.contract.write_guard_contract import TOKENS, token

ORDER = LockAddress(None, "order", "1")


class Connection:
    def __init__(self, rows: int) -> None:
        self.rowcount = rows
        self.values: list[dict[str, Any]] = []

    def execute(self, _: str, values: dict[str, Any]) -> "Connection":
        self.values.append(values)
        return self


def admit(rows: int, shown: str) -> Connection:
    connection = Connection(rows)
    PostgresWriteGuard(TOKENS).admit(connection, ORDER, "anna", shown)  # type: ignore[arg-type]
    return connection


def test_a_shared_entity_has_an_empty_tenant() -> None:
    (values,) = admit(1, token(ORDER, 5)).values
    assert values == {"tenant": "", "entity": "order", "id": "1", "fence": 5}


def test_no_row_means_that_a_newer_fence_is_there() -> None:
    with pytest.raises(FenceOvertaken, match="order/1: fence 5"):
        admit(0, token(ORDER, 5))


def test_a_bad_token_does_not_reach_the_database() -> None:
    with pytest.raises(LockTokenRefused):
        admit(1, "nonsense")
