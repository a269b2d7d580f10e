"""Rows in memory and in Postgres keep one contract."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from presence_api.adapters.entity_store_postgres import PostgresEntityStore
from presence_api.ports.entity_store import JsonScalar
from tests.contract.entity_store_contract import EntityStoreContract
from tests.fakes.entity_store import FakeEntityStore
from tests.presence_api.entities.gadgets import DDL, TABLE


class TestFakeEntityStore(EntityStoreContract):
    @pytest.fixture(autouse=True)
    def _store(self) -> None:
        self.store = self.fake = FakeEntityStore({TABLE: []})

    def write(self, *rows: dict[str, JsonScalar]) -> None:
        self.fake.tables[TABLE].extend(rows)


@pytest.mark.integration
class TestPostgresEntityStore(EntityStoreContract):
    @pytest.fixture(autouse=True)
    def _store(self, database_url: str) -> Iterator[None]:
        self.url = database_url
        with psycopg.connect(database_url) as connection:
            connection.execute(DDL)
        self.store = store = PostgresEntityStore(database_url, 10)
        store.open()
        yield
        store.close()

    def write(self, *rows: dict[str, JsonScalar]) -> None:
        with psycopg.connect(self.url, options="-c timezone=UTC") as connection:
            write_gadgets(connection, rows)


def write_gadgets(
    connection: "psycopg.Connection[tuple[object, ...]]",
    rows: "tuple[dict[str, JsonScalar], ...] | list[dict[str, JsonScalar]]",
) -> None:
    """Insert rows whose values are as JSON has them."""
    names = list(rows[0])
    statement = SQL("INSERT INTO gadget ({}) VALUES ({})").format(
        SQL(", ").join(map(Identifier, names)), SQL(", ").join([SQL("%s")] * len(names))
    )
    connection.cursor().executemany(statement, [[one[name] for name in names] for one in rows])
