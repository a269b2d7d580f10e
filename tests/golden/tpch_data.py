"""The benchmark's own words about its answers."""

import duckdb

SCALE = 0.01
TENANTS = ("AFRICA", "AMERICA", "ASIA", "EUROPE", "MIDDLE EAST")


def published_answer(
    connection: duckdb.DuckDBPyConnection, number: int, scale: float = SCALE
) -> str:
    """The benchmark's own answer to a query, as text."""
    sql = "SELECT answer FROM tpch_answers() WHERE query_nr = ? AND scale_factor = ?"
    (row,) = connection.execute(sql, [number, scale]).fetchall()
    return str(row[0])
