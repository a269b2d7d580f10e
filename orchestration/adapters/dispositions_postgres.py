"""What was decided about dead letters, in the table `dead_letter_disposition`."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from orchestration.adapters.postgres import Postgres
from orchestration.ports.dispositions import Disposition, DispositionsBusy, Fate, Slot

_OF = """
SELECT topic_id, letter_partition, letter_offset, state, times, actor, reason, updated_at
FROM rampart.dead_letter_disposition WHERE topic = %s
"""
_DECIDE = """
INSERT INTO rampart.dead_letter_disposition AS known
    (topic, topic_id, letter_partition, letter_offset, state, times, actor, reason, updated_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (topic, topic_id, letter_partition, letter_offset) DO UPDATE SET
    state = EXCLUDED.state, times = EXCLUDED.times, actor = EXCLUDED.actor,
    reason = EXCLUDED.reason, updated_at = EXCLUDED.updated_at
"""
_FORGET = """
DELETE FROM rampart.dead_letter_disposition
WHERE topic = %s AND topic_id = %s AND letter_partition = %s AND letter_offset = %s
"""


class PostgresDispositions:
    """`alone` is a lock of the server's, which ends with the connection that holds it."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres

    @contextmanager
    def alone(self) -> Iterator[None]:
        with self._postgres.session() as session:
            row = session.execute(
                "SELECT pg_try_advisory_lock(hashtextextended('dead letters', 4)) AS held"
            ).fetchone()
            if not (row and row["held"]):
                raise DispositionsBusy("dead letters")
            yield

    def of(self, topic: str) -> Mapping[str, Mapping[Slot, Disposition]]:
        with self._postgres.connection() as connection:
            rows = connection.execute(_OF, [topic]).fetchall()
        found: dict[str, dict[Slot, Disposition]] = {}
        for row in rows:
            slot = Slot(row["letter_partition"], row["letter_offset"])
            found.setdefault(row["topic_id"], {})[slot] = Disposition(
                Fate(row["state"]), row["times"], row["actor"], row["reason"], row["updated_at"]
            )
        return found

    def decide(self, topic: str, topic_id: str, made: Mapping[Slot, Disposition]) -> None:
        rows = [
            (topic, topic_id, *slot, it.fate.value, it.times, it.actor, it.reason, it.decided_at)
            for slot, it in made.items()
        ]
        self._each(_DECIDE, rows)

    def forget(self, topic: str, topic_id: str, slots: Iterable[Slot]) -> None:
        self._each(_FORGET, [(topic, topic_id, *slot) for slot in slots])

    def _each(self, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
        if rows:
            with self._postgres.connection() as connection, connection.cursor() as cursor:
                cursor.executemany(statement, rows)
