"""Plain SQL, narrowed to one tenant where asked."""

import pytest

from orchestration.adapters.postgres import Postgres
from orchestration.adapters.warehouse_postgres import PostgresWarehouse
from orchestration.ports.ledger import LedgerUnavailable
from orchestration.ports.warehouse import WarehouseRefused

COUNT = "SELECT count(*) FROM bills"


def test_a_database_that_is_away_is_said_in_our_words() -> None:
    away = PostgresWarehouse(Postgres("postgresql://rampart@127.0.0.1:1/rampart", timeout_s=0.2))

    with pytest.raises(LedgerUnavailable):
        away.rows("SELECT 1")


@pytest.fixture
def warehouse(database_url: str) -> PostgresWarehouse:
    postgres = Postgres(database_url, timeout_s=20)
    with postgres.connection() as connection:
        connection.execute("CREATE TABLE public.bills (tenant_id text, amount numeric)")
        connection.execute("INSERT INTO public.bills VALUES ('ASIA', 1.50), ('ASIA', 2), ('EU', 4)")
    return PostgresWarehouse(postgres)


@pytest.mark.integration
def test_a_statement_sees_every_row_unless_narrowed(warehouse: PostgresWarehouse) -> None:
    assert warehouse.rows(COUNT) == [(3,)]
    assert warehouse.rows(COUNT, {"bills": ("tenant_id", "ASIA")}) == [(2,)]
    assert warehouse.rows(COUNT, {"bills": ("tenant_id", "nobody'; --")}) == [(0,)]


@pytest.mark.integration
def test_a_narrowing_ends_with_its_statement(warehouse: PostgresWarehouse) -> None:
    warehouse.rows(COUNT, {"bills": ("tenant_id", "EU")})

    assert warehouse.rows(COUNT) == [(3,)]


@pytest.mark.integration
def test_percent_signs_are_percent_signs(warehouse: PostgresWarehouse) -> None:
    assert warehouse.rows(f"{COUNT} WHERE tenant_id LIKE 'A%'") == [(2,)]


@pytest.mark.integration
@pytest.mark.parametrize("statement", ["SELECT nonsense", "SELEC 1"])
def test_a_wrong_statement_is_refused_in_the_databases_own_words(
    warehouse: PostgresWarehouse, statement: str
) -> None:
    with pytest.raises(WarehouseRefused, match=r"does not exist|syntax error"):
        warehouse.rows(statement)
