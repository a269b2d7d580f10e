"""Changes in memory and in Postgres keep one contract."""

import asyncio

import psycopg
import pytest

from metamodel.kernel.clock import SystemClock
from presence_api.adapters.mutations_postgres import PostgresMutations
from presence_api.ports.mutations import Mutation, MutationsUnavailable
from tests.contract.mutations_contract import ORDER, MutationsContract
from tests.fakes.clock import FakeClock
from tests.fakes.mutations import FakeMutations

_INSERT = """
INSERT INTO rampart.mutation (tenant, entity, id, operation_id, expires_at)
VALUES (%s, %s, %s, %s, to_timestamp(%s))
"""


class TestFakeMutations(MutationsContract):
    @pytest.fixture(autouse=True)
    def _mutations(self) -> None:
        clock = FakeClock()
        self.mutations = self.fake = FakeMutations(clock)
        self.now = lambda: clock.now().timestamp()

    def write(self, *rows: Mutation) -> None:
        self.fake.rows.extend(rows)


@pytest.mark.integration
class TestPostgresMutations(MutationsContract):
    @pytest.fixture(autouse=True)
    def _mutations(self, database_url: str) -> None:
        self.url = database_url
        self.mutations = PostgresMutations(database_url, 10)
        self.now = lambda: SystemClock().now().timestamp()

    def write(self, *rows: Mutation) -> None:
        with psycopg.connect(self.url) as connection:
            for row in rows:
                address = row.address
                values = (address.tenant or "", address.entity, address.id)
                connection.execute(_INSERT, (*values, row.operation, row.ends_at))


def test_without_postgres_nobody_knows() -> None:
    mutations = PostgresMutations("postgresql://rampart@127.0.0.1:1/none", 1)
    with pytest.raises(MutationsUnavailable):
        asyncio.run(mutations.of(ORDER))
