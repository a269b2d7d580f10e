from collections.abc import Sequence

import duckdb
import psycopg
import pytest

from metamodel.importers.catalogue import Catalogue
from metamodel.importers.catalogue_duckdb import DuckDbCatalogue
from metamodel.importers.catalogue_postgres import PostgresCatalogue, open_postgres
from tests.contract.catalogue_contract import CatalogueContract


class TestDuckDb(CatalogueContract):
    usual_schema = "main"

    def read(
        self, statements: Sequence[str], schemas: Sequence[str] = (), *, statistics: bool = True
    ) -> Catalogue:
        with duckdb.connect() as connection:
            for statement in statements:
                connection.execute(statement)
            return DuckDbCatalogue(connection).read(schemas, statistics=statistics)


@pytest.mark.integration
class TestPostgres(CatalogueContract):
    usual_schema = "public"

    @pytest.fixture(autouse=True)
    def _database(self, database_url: str) -> None:
        self.url = database_url

    def read(
        self, statements: Sequence[str], schemas: Sequence[str] = (), *, statistics: bool = True
    ) -> Catalogue:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for schema in ("a", "b", '"Back Office"'):
                connection.execute(f"DROP SCHEMA IF EXISTS {schema} CASCADE".encode())
            connection.execute("DROP TABLE IF EXISTS public.elsewhere")
            connection.execute("DROP TYPE IF EXISTS mood")
            for statement in statements:
                connection.execute(statement.encode())
            connection.execute("ANALYZE")
        with open_postgres(self.url) as connection:
            return PostgresCatalogue(connection).read(schemas, statistics=statistics)
