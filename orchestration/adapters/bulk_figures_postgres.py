"""Bulk updates that are not over, counted by Postgres."""

from orchestration.adapters.postgres import Postgres
from orchestration.ports.bulk_figures import BulkFigures

# What a worker would take: nobody has it, or nobody who still says so.
_STANDING = """
SELECT count(*) FILTER (WHERE waits) AS waiting,
       count(*) FILTER (WHERE NOT waits) AS running,
       coalesce(extract(epoch FROM clock_timestamp() - min(since) FILTER (WHERE waits)),
                0)::float8 AS age_s
FROM (SELECT coalesce(lease_until < clock_timestamp(), true) AS waits,
             coalesce(lease_until, created_at) AS since
      FROM rampart.bulk_job WHERE ended_at IS NULL) AS not_over
"""


class PostgresBulkQueue:
    """One look at the table a call."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    def standing(self) -> BulkFigures:
        with self._postgres.connection() as connection:
            row = connection.execute(_STANDING).fetchone() or {}
        return BulkFigures(row["waiting"], row["running"], max(0.0, row["age_s"]))
