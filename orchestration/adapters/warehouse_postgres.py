"""Plain SQL on Postgres, narrowed to one tenant by temporary views where asked."""

from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg import sql as sql_text
from psycopg.rows import tuple_row

from orchestration.adapters.postgres import Postgres
from orchestration.ports.warehouse import WarehouseRefused

_VIEW = "CREATE TEMPORARY VIEW {name} AS SELECT * FROM public.{name} WHERE {column} = {value}"


class PostgresWarehouse:
    """Each call is a session of its own, so that its views are gone afterwards."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    def rows(
        self, sql: str, narrowed: Mapping[str, tuple[str, str]] | None = None
    ) -> Sequence[Sequence[Any]]:
        with self._postgres.session() as connection:
            try:
                connection.execute("SET search_path = pg_temp, public")
                for table, (column, value) in (narrowed or {}).items():
                    connection.execute(_view(table, column, value))
                cursor = connection.cursor(row_factory=tuple_row)
                return cursor.execute(sql.encode()).fetchall()
            except psycopg.OperationalError:
                raise
            except psycopg.Error as error:
                raise WarehouseRefused(str(error).strip()) from error


def _view(table: str, column: str, value: str) -> sql_text.Composed:
    return sql_text.SQL(_VIEW).format(
        name=sql_text.Identifier(table),
        column=sql_text.Identifier(column),
        value=sql_text.Literal(value),
    )
