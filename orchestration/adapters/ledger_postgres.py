"""The build ledger in Postgres."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from metamodel.modelgen.rollup import Rollup
from orchestration.adapters.ledger_postgres_intake import (
    NOTE_OUTSIDE,
    REGISTER,
    WANT,
    PostgresIntake,
    key_columns,
    settled_ranges,
    unrecorded_losses,
)
from orchestration.adapters.postgres import Postgres, Row
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import (
    Attempt,
    Intake,
    LeaseLost,
    Loss,
    PartitionKey,
    PartitionState,
)

_STATES = """
SELECT p.*, coalesce(a.failures, 0) AS failures, a.last_end, coalesce(a.building, false) AS building
FROM rampart.preagg_partition p
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE not_built AND NOT live) AS failures,
           max(ended) AS last_end,
           bool_or(live) AS building
    FROM (
        SELECT outcome IS DISTINCT FROM 'BUILT' AS not_built,
               outcome IS NULL AND lease_until >= clock_timestamp() AS live,
               CASE WHEN outcome IS NULL AND lease_until >= clock_timestamp() THEN NULL
                    ELSE coalesce(ended_at, lease_until) END AS ended
        FROM rampart.preagg_attempt t
        WHERE (t.rollup_fp, t.timezone, t.partition) = (p.rollup_fp, p.timezone, p.partition)
          AND t.id >= coalesce((
              SELECT max(b.id) FROM rampart.preagg_attempt b
              WHERE (b.rollup_fp, b.timezone, b.partition)
                    = (p.rollup_fp, p.timezone, p.partition) AND b.outcome = 'BUILT'), 0)
    ) newest
) a ON true
WHERE p.rollup_fp = ANY(%s)
ORDER BY p.rollup_fp, p.timezone, p.partition
"""

_BEGIN = """
INSERT INTO rampart.preagg_attempt
    (rollup_fp, timezone, partition, rollup, run_id, started_at, lease_until)
SELECT %s, %s, name, %s, %s, moment, moment + make_interval(secs => %s)
FROM unnest(%s::text[]) AS name, (SELECT clock_timestamp() AS moment) now
RETURNING id, partition, started_at
"""

_SUCCEED = """
WITH done AS (
    UPDATE rampart.preagg_attempt SET ended_at = clock_timestamp(), outcome = 'BUILT'
    WHERE id = %(id)s AND ended_at IS NULL AND lease_until >= clock_timestamp()
    RETURNING rollup_fp, timezone, partition, started_at
)
UPDATE rampart.preagg_partition p
SET built_from = done.started_at, built_table = %(table)s, rows = %(rows)s,
    data_epoch = nextval('rampart.data_epoch')
FROM done
WHERE (p.rollup_fp, p.timezone, p.partition) = (done.rollup_fp, done.timezone, done.partition)
RETURNING p.data_epoch
"""


class PostgresLedger:
    """The ledger's tables, one short transaction a call; only locks keep a connection."""

    def __init__(self, postgres: Postgres, *, lease_s: float = 30.0) -> None:
        self._postgres = postgres
        self._lease_s = lease_s

    def now(self) -> datetime:
        moment: datetime = self._one("SELECT clock_timestamp() AS now")["now"]
        return moment

    @contextmanager
    def intake(self, topic: str, epoch: str, run_id: str) -> Iterator[Intake]:
        with self._postgres.connection() as connection:
            connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [topic])
            yield PostgresIntake(connection, topic, epoch, run_id)

    def settled(self, topic: str, epoch: str) -> Sequence[OffsetRange]:
        with self._postgres.connection() as connection:
            return settled_ranges(connection, topic, epoch)

    def unrecorded(self, topic: str, losses: Sequence[Loss]) -> tuple[Loss, ...]:
        with self._postgres.connection() as connection:
            return unrecorded_losses(connection, topic, losses)

    def losses(self, topic: str) -> Sequence[Loss]:
        rows = self._all(
            "SELECT epoch, partition, from_offset, to_offset, taken_at FROM rampart.refresh_intake"
            " WHERE topic = %s AND kind = 'LOST' AND accepted_at IS NULL ORDER BY id",
            [topic],
        )
        return tuple(
            Loss(
                row["epoch"],
                row["partition"],
                row["from_offset"],
                row["to_offset"],
                row["taken_at"],
            )
            for row in rows
        )

    def accept_losses(self, topic: str) -> int:
        rows = self._all(
            "UPDATE rampart.refresh_intake SET accepted_at = clock_timestamp() WHERE topic = %s"
            " AND kind = 'LOST' AND accepted_at IS NULL RETURNING id",
            [topic],
        )
        return len(rows)

    def want(self, keys: Collection[PartitionKey]) -> None:
        self._run(WANT, key_columns(keys))

    def register(self, keys: Collection[PartitionKey]) -> None:
        self._run(REGISTER, key_columns(keys))

    def states(self, rollup_fps: Collection[str]) -> Sequence[PartitionState]:
        return tuple(_state(row) for row in self._all(_STATES, [sorted(rollup_fps)]))

    @contextmanager
    def try_lock(self, rollup_fp: str, timezone: str) -> Iterator[bool]:
        # A lock of the session: a killed worker's connection ends, and the lock with it.
        with self._postgres.session() as connection:
            answer = connection.execute(
                "SELECT pg_try_advisory_lock(hashtextextended(%s, 2)) AS held",
                [f"{rollup_fp}/{timezone}"],
            ).fetchone()
            yield bool(answer and answer["held"])

    def begin(self, rollup: Rollup, partitions: Sequence[str], run_id: str) -> Sequence[Attempt]:
        rows = self._all(
            _BEGIN,
            [
                rollup.rollup_fp,
                rollup.timezone,
                rollup.path,
                run_id,
                self._lease_s,
                list(partitions),
            ],
        )
        return tuple(
            Attempt(
                row["id"],
                PartitionKey(rollup.rollup_fp, rollup.timezone, row["partition"]),
                row["started_at"],
            )
            for row in rows
        )

    def posted(self, attempt: Attempt, token: str) -> None:
        self._run("UPDATE rampart.preagg_attempt SET token = %s WHERE id = %s", [token, attempt.id])

    def renew(self, attempts: Sequence[Attempt]) -> None:
        self._run(
            "UPDATE rampart.preagg_attempt"
            " SET lease_until = clock_timestamp() + make_interval(secs => %s)"
            " WHERE id = ANY(%s) AND ended_at IS NULL AND lease_until >= clock_timestamp()",
            [self._lease_s, [attempt.id for attempt in attempts]],
        )

    def succeed(self, attempt: Attempt, table: str, rows: int) -> int:
        done = self._all(_SUCCEED, {"id": attempt.id, "table": table, "rows": rows})
        if not done:
            raise LeaseLost(f"attempt {attempt.id} at partition {attempt.key.partition}")
        return int(done[0]["data_epoch"])

    def fail(self, attempts: Sequence[Attempt], error: str) -> None:
        self._run(
            "UPDATE rampart.preagg_attempt SET ended_at = least(clock_timestamp(), lease_until),"
            " outcome = 'FAILED', error = %s WHERE id = ANY(%s) AND ended_at IS NULL",
            [error, [attempt.id for attempt in attempts]],
        )

    def forget_tables(self, tables: Collection[str]) -> None:
        self._run(
            "UPDATE rampart.preagg_partition SET built_table = NULL, data_epoch = NULL,"
            " built_from = NULL, rows = NULL WHERE built_table = ANY(%s)",
            [sorted(tables)],
        )

    def note_outside(self, rollup_fp: str, evidence: str | None) -> None:
        if evidence is None:
            self._run("DELETE FROM rampart.preagg_outside WHERE rollup_fp = %s", [rollup_fp])
            return
        self._run(NOTE_OUTSIDE, [rollup_fp, evidence])

    def outside(self, rollup_fps: Collection[str]) -> dict[str, str]:
        rows = self._all(
            "SELECT rollup_fp, evidence FROM rampart.preagg_outside WHERE rollup_fp = ANY(%s)",
            [sorted(rollup_fps)],
        )
        return {row["rollup_fp"]: row["evidence"] for row in rows}

    def _run(self, query: str, values: Any) -> None:
        with self._postgres.connection() as connection:
            connection.execute(query, values)

    def _all(self, query: str, values: Any) -> list[Row]:
        with self._postgres.connection() as connection:
            return connection.execute(query, values).fetchall()

    def _one(self, query: str) -> Row:
        return self._all(query, [])[0]


def _state(row: Row) -> PartitionState:
    return PartitionState(
        key=PartitionKey(row["rollup_fp"], row["timezone"], row["partition"]),
        wanted_at=row["wanted_at"],
        built_from=row["built_from"],
        built_table=row["built_table"],
        rows=row["rows"],
        data_epoch=row["data_epoch"],
        failures=row["failures"],
        last_end=row["last_end"],
        building=row["building"],
    )
