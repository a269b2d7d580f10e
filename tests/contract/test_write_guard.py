"""The guard in memory and the one in Postgres keep one contract."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.write_guard import FenceOvertaken
from tests.contract.write_guard_contract import TOKENS, WriteGuardContract, token
from tests.fakes.write_guard import FakeWriteGuard, FakeWrites


class TestFakeWriteGuard(WriteGuardContract):
    @pytest.fixture(autouse=True)
    def _guard(self) -> None:
        self.guard = FakeWriteGuard(TOKENS)
        fences: dict[LockAddress, int] = {}

        @contextmanager
        def transaction() -> Iterator[FakeWrites]:
            writes = FakeWrites(fences)
            yield writes
            writes.commit()

        self.transaction = transaction


@pytest.mark.integration
class TestPostgresWriteGuard(WriteGuardContract):
    @pytest.fixture(autouse=True)
    def _guard(self, database_url: str) -> None:
        self.url = database_url
        self.guard = PostgresWriteGuard(TOKENS)

        @contextmanager
        def transaction() -> Iterator["psycopg.Connection[Any]"]:
            with psycopg.connect(self.url, options="-c statement_timeout=20000") as connection:
                yield connection

        self.transaction = transaction

    def test_of_two_writers_at_once_the_lower_fence_loses(self, address: LockAddress) -> None:
        lost: list[Exception] = []

        def late() -> None:
            try:
                self.write(address, token(address, 7))
            except FenceOvertaken as error:
                lost.append(error)

        with self.transaction() as within:
            self.guard.admit(within, address, "anna", token(address, 8))
            thread = threading.Thread(target=late)
            thread.start()
            thread.join(0.2)
            assert thread.is_alive()  # it waits for the row
        thread.join(20)
        assert len(lost) == 1
