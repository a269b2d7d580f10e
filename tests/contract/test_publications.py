"""The publication table's contract, on the fake and on Postgres."""

import pytest

from orchestration.adapters.postgres import Postgres
from orchestration.adapters.publications_postgres import PostgresPublications
from orchestration.ports.publications import Publications
from tests.contract.publications_contract import PublicationsContract
from tests.fakes.clock import FakeClock
from tests.fakes.publications import FakePublications


class TestFakePublications(PublicationsContract):
    """In memory."""

    def make(self) -> Publications:
        return FakePublications(FakeClock())


@pytest.mark.integration
class TestPostgresPublications(PublicationsContract):
    """On a fresh database with the platform's migrations."""

    @pytest.fixture(autouse=True)
    def _database(self, database_url: str) -> None:
        self._url = database_url

    def make(self) -> Publications:
        return PostgresPublications(Postgres(self._url, timeout_s=20))
