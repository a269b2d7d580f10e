"""Which rows may be deleted after a delivery."""

from collections.abc import Collection, Sequence

from presence_api.ports.outbox import WaitingEvent


def acknowledged_prefixes(
    rows: Sequence[WaitingEvent], acknowledged: Collection[int]
) -> list[WaitingEvent]:
    """The rows that are acknowledged themselves, as are all rows before them in their shard.

    `rows` are in order by shard and `seq`.
    """
    stopped: set[int] = set()
    done = []
    for row in rows:
        if row.seq not in acknowledged:
            stopped.add(row.shard)
        elif row.shard not in stopped:
            done.append(row)
    return done


def up_to_last(rows: Sequence[WaitingEvent], seqs: Collection[int]) -> list[WaitingEvent]:
    """The rows of each shard up to the last that is among `seqs`; nothing of other shards."""
    last = {row.shard: number for number, row in enumerate(rows) if row.seq in seqs}
    return [row for number, row in enumerate(rows) if number <= last.get(row.shard, -1)]
