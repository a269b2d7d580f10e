"""The outbox, counted by Postgres."""

from orchestration.adapters.postgres import Postgres
from orchestration.ports.outbox_figures import OutboxFigures

_BACKLOG = """
SELECT count(*) AS rows,
       coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS oldest_age_s
FROM rampart.outbox
"""


class PostgresOutbox:
    """One look at the table a call."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    def backlog(self) -> OutboxFigures:
        with self._postgres.connection() as connection:
            row = connection.execute(_BACKLOG).fetchone() or {}
        return OutboxFigures(row["rows"], max(0.0, row["oldest_age_s"]))
