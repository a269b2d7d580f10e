"""Build figures, counted by Postgres from the ledger's own rows."""

from collections.abc import Sequence

from orchestration.adapters.postgres import Postgres
from orchestration.ports.build_figures import DURATION_BUCKETS_S, BuildFigures, IntakeFigures

# An attempt past its lease counts as failed, and can never become built afterwards.
_BUILDS = """
SELECT rollup,
       count(*) FILTER (WHERE outcome = 'FAILED'
                        OR (outcome IS NULL AND lease_until < clock_timestamp())) AS failures,
       count(*) FILTER (WHERE outcome = 'BUILT') AS builds,
       coalesce(sum(took) FILTER (WHERE outcome = 'BUILT'), 0)::float8 AS total_s
FROM (SELECT rollup, outcome, lease_until,
             extract(epoch FROM ended_at - started_at) AS took
      FROM rampart.preagg_attempt) timed
GROUP BY rollup ORDER BY rollup
"""

_BUCKETS = """
SELECT rollup, array_agg(within ORDER BY edge) AS within FROM (
    SELECT rollup, edge,
           count(*) FILTER (WHERE extract(epoch FROM ended_at - started_at) <= edge) AS within
    FROM rampart.preagg_attempt, unnest(%s::float8[]) AS edge
    WHERE outcome = 'BUILT' GROUP BY rollup, edge
) counted GROUP BY rollup
"""

_INTAKES = """
SELECT coalesce(sum(events), 0) AS events, coalesce(sum(dead), 0) AS dead,
       coalesce(sum(to_offset - from_offset) FILTER (WHERE kind = 'LOST'), 0) AS lost,
       count(*) FILTER (WHERE kind = 'LOST' AND accepted_at IS NULL) AS open_losses
FROM rampart.refresh_intake WHERE topic = %s
"""


class PostgresFigures:
    """One look at the ledger's tables a call."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    def builds(self) -> Sequence[BuildFigures]:
        with self._postgres.connection() as connection:
            rows = connection.execute(_BUILDS).fetchall()
            buckets = connection.execute(_BUCKETS, [list(DURATION_BUCKETS_S)]).fetchall()
        within = {row["rollup"]: tuple(row["within"]) for row in buckets}
        none = (0,) * len(DURATION_BUCKETS_S)
        return tuple(
            BuildFigures(
                rollup=row["rollup"],
                failures=row["failures"],
                builds=row["builds"],
                total_s=row["total_s"],
                within=within.get(row["rollup"], none),
            )
            for row in rows
        )

    def intakes(self, topic: str) -> IntakeFigures:
        with self._postgres.connection() as connection:
            row = connection.execute(_INTAKES, [topic]).fetchone() or {}
        return IntakeFigures(
            int(row["events"]), int(row["dead"]), int(row["lost"]), row["open_losses"]
        )
