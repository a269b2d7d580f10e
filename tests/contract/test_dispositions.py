"""The contract of decisions about dead letters, on the fake and on Postgres."""

import pytest

from orchestration.adapters.dispositions_postgres import PostgresDispositions
from orchestration.adapters.postgres import Postgres
from orchestration.ports.dispositions import Dispositions
from tests.contract.dispositions_contract import DispositionsContract
from tests.fakes.dispositions import FakeDispositions


class TestFakeDispositions(DispositionsContract):
    """In memory."""

    @pytest.fixture
    def memory(self) -> Dispositions:
        return FakeDispositions()


@pytest.mark.integration
class TestPostgresDispositions(DispositionsContract):
    """In the platform's own table."""

    @pytest.fixture
    def memory(self, database_url: str) -> Dispositions:
        return PostgresDispositions(Postgres(database_url))
