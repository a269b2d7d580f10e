"""Act c: TPC-H is there, with keys and with the platform's columns."""

from collections.abc import Iterator

from ops.demo.stage import Stage
from ops.demo.telling import Line, require

ROWS = {
    "region": 5,
    "nation": 25,
    "supplier": 100,
    "customer": 1500,
    "part": 2000,
    "partsupp": 8000,
    "orders": 15000,
    "lineitem": 60175,
}
_KEYS = """
SELECT count(*) FILTER (WHERE contype = 'p'), count(*) FILTER (WHERE contype = 'f')
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
"""
_COLUMNS = """
SELECT column_name, count(*) FROM information_schema.columns
WHERE table_schema = 'public' AND column_name IN ('tenant_id', 'version', 'updated_at')
GROUP BY 1
"""


def tell_data(stage: Stage) -> Iterator[Line]:
    """Counts, keys, tenants."""
    counts = {table: stage.sql(f"SELECT count(*) FROM {table}")[0][0] for table in ROWS}  # noqa: S608
    require(counts == ROWS, f"row counts are {counts}, scale factor 0.01 has {ROWS}")
    ((primary, foreign),) = stage.sql(_KEYS)
    require(primary == len(ROWS) and foreign >= len(ROWS), f"{primary} and {foreign} keys")
    columns = dict(stage.sql(_COLUMNS))
    wanted = {"tenant_id": 3, "version": 8, "updated_at": 8}
    require(columns == wanted, f"the platform's columns are {columns}")
    tenants = [name for (name,) in stage.sql("SELECT DISTINCT tenant_id FROM customer ORDER BY 1")]
    yield Line(
        "c",
        "TPC-H, scale factor 0.01, is in Postgres with its keys and the platform's columns",
        f"{sum(counts.values())} rows in 8 tables, {primary} primary and {foreign} foreign keys,"
        f" {len(tenants)} tenants: {', '.join(tenants)}",
    )
