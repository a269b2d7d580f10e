"""Rollup tables where Cube keeps them without Cube Store: in the source database."""

from collections.abc import Collection

from psycopg import sql

from metamodel.modelgen.rollup import Rollup
from orchestration.adapters.postgres import Postgres


class PostgresRollupTables:
    """Looks into Cube's pre-aggregation schema, which it may clear, and at the fact tables."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    def existing(self, tables: Collection[str]) -> set[str]:
        with self._postgres.connection() as connection:
            rows = connection.execute(
                "SELECT name FROM unnest(%s::text[]) AS name WHERE to_regclass(name) IS NOT NULL",
                [sorted(tables)],
            ).fetchall()
        return {row["name"] for row in rows}

    def drop(self, tables: Collection[str]) -> None:
        with self._postgres.connection() as connection:
            for table in sorted(tables):
                statement = sql.SQL("DROP TABLE IF EXISTS {}")
                connection.execute(statement.format(sql.Identifier(*table.split("."))))

    def rows(self, table: str) -> int:
        query = sql.SQL("SELECT count(*) AS rows FROM {}").format(sql.Identifier(*table.split(".")))
        with self._postgres.connection() as connection:
            row = connection.execute(query).fetchone()
        return int(row["rows"]) if row else 0

    def outside(self, rollup: Rollup) -> str | None:
        if rollup.time_sql is None or rollup.time_table is None:
            return None
        time = sql.Identifier(*rollup.time_sql.split("."))
        query = sql.SQL("SELECT min({time}) AS first, max({time}) AS last FROM {table}").format(
            time=time, table=sql.Identifier(*rollup.time_table.split("."))
        )
        with self._postgres.connection() as connection:
            row = connection.execute(query).fetchone()
        if row is None or row["first"] is None:
            return None
        days = [moment.date() if hasattr(moment, "date") else moment for moment in row.values()]
        if all(rollup.extent.covers(day) for day in days):
            return None
        return (
            f"{rollup.time_table} holds {days[0]} to {days[1]},"
            f" the extent ends at {rollup.extent.start} and {rollup.extent.end}"
        )
