"""The one transaction that takes events in, on an open Postgres connection."""

from collections.abc import Collection, Iterable, Sequence

import psycopg

from orchestration.adapters.postgres import Row
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Loss, PartitionKey, Taken
from orchestration.ports.offset_ranges import subtract, united

_SETTLED = """
SELECT partition, from_offset, to_offset FROM rampart.refresh_intake
WHERE topic = %s AND epoch = %s AND to_offset IS NOT NULL
ORDER BY partition, from_offset
"""

_LOST_WITHOUT_END = """
SELECT epoch, partition, from_offset FROM rampart.refresh_intake
WHERE topic = %s AND kind = 'LOST' AND to_offset IS NULL
"""

_SETTLE = """
INSERT INTO rampart.refresh_intake
    (topic, epoch, partition, from_offset, to_offset, kind, events, dead, run_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""

NOTE_OUTSIDE = """
INSERT INTO rampart.preagg_outside VALUES (%s, clock_timestamp(), %s)
ON CONFLICT (rollup_fp) DO UPDATE SET seen_at = excluded.seen_at, evidence = excluded.evidence
"""

_KNOWN = """
INSERT INTO rampart.preagg_partition (rollup_fp, timezone, partition, wanted_at)
SELECT *, clock_timestamp() FROM unnest(%s::text[], %s::text[], %s::text[])
ON CONFLICT (rollup_fp, timezone, partition)
"""
WANT = _KNOWN + "DO UPDATE SET wanted_at = excluded.wanted_at"
REGISTER = _KNOWN + "DO NOTHING"


def key_columns(keys: Collection[PartitionKey]) -> tuple[list[str], list[str], list[str]]:
    """Keys as three arrays, in one order everywhere so that writers cannot deadlock."""
    ordered = sorted(set(keys))
    return (
        [key.rollup_fp for key in ordered],
        [key.timezone for key in ordered],
        [key.partition for key in ordered],
    )


def settled_ranges(
    connection: psycopg.Connection[Row], topic: str, epoch: str
) -> tuple[OffsetRange, ...]:
    """Every settled range of an epoch, neighbours joined."""
    rows = connection.execute(_SETTLED, [topic, epoch]).fetchall()
    return united(
        OffsetRange(row["partition"], row["from_offset"], row["to_offset"]) for row in rows
    )


def unrecorded_losses(
    connection: psycopg.Connection[Row], topic: str, losses: Sequence[Loss]
) -> tuple[Loss, ...]:
    """The parts of `losses` that no row speaks of, in the order given."""
    settled = {
        epoch: settled_ranges(connection, topic, epoch)
        for epoch in {loss.epoch for loss in losses if loss.end is not None}
    }
    rows = connection.execute(_LOST_WITHOUT_END, [topic]).fetchall()
    known = {(row["epoch"], row["partition"], row["from_offset"]) for row in rows}
    left: list[Loss] = []
    for loss in losses:
        if loss.end is not None:
            whole = OffsetRange(loss.partition, loss.start, loss.end)
            pieces = subtract([whole], settled[loss.epoch])
            left += [Loss(loss.epoch, one.partition, one.start, one.end) for one in pieces]
        elif (loss.epoch, loss.partition, loss.start) not in known:
            left.append(loss)
    return tuple(left)


class PostgresIntake:
    """Writes within the transaction it was given; whoever opened it commits."""

    def __init__(
        self, connection: psycopg.Connection[Row], topic: str, epoch: str, run_id: str
    ) -> None:
        self._connection = connection
        self._topic, self._epoch, self._run_id = topic, epoch, run_id

    def uncovered(self, ranges: Iterable[OffsetRange]) -> tuple[OffsetRange, ...]:
        return subtract(ranges, settled_ranges(self._connection, self._topic, self._epoch))

    def unrecorded(self, losses: Sequence[Loss]) -> tuple[Loss, ...]:
        return unrecorded_losses(self._connection, self._topic, losses)

    def take(self, taken: Sequence[Taken], wants: Collection[PartitionKey]) -> None:
        for item in taken:
            self._settle(
                item.offsets.partition, item.offsets.start, item.offsets.end, "TAKEN", item
            )
        self._want(wants)

    def lose(self, losses: Sequence[Loss], wants: Collection[PartitionKey]) -> None:
        for loss in losses:
            self._settle(loss.partition, loss.start, loss.end, "LOST", None, loss.epoch)
        self._want(wants)

    def note_outside(self, rollup_fp: str, evidence: str) -> None:
        self._connection.execute(NOTE_OUTSIDE, [rollup_fp, evidence])

    def _settle(  # noqa: PLR0917 - one row, in the order of its columns
        self,
        partition: int,
        start: int,
        end: int | None,
        kind: str,
        taken: Taken | None,
        epoch: str | None = None,
    ) -> None:
        counts = [taken.events, taken.dead] if taken else [0, 0]
        row = [
            self._topic,
            epoch or self._epoch,
            partition,
            start,
            end,
            kind,
            *counts,
            self._run_id,
        ]
        self._connection.execute(_SETTLE, row)

    def _want(self, wants: Collection[PartitionKey]) -> None:
        self._connection.execute(WANT, key_columns(wants))
