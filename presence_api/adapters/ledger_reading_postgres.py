"""The build ledger in Postgres, read for reports: one statement for all rollups that are asked."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any, Final

import anyio
import psycopg
from psycopg_pool import PoolTimeout

from metamodel.modelgen.rollup import Rollup
from presence_api.adapters.entity_pool import Pooled, entity_pool
from presence_api.ports.ledger_reading import (
    LedgerReading,
    LedgerUnavailable,
    PartitionReading,
    RollupReading,
)

# One row a rollup, in the order of the arguments: thousands of rows would cost more than arrays.
_READ: Final = """
SELECT found.partitions, found.epochs, found.dirty, found.building,
       EXISTS (SELECT FROM rampart.preagg_outside o WHERE o.rollup_fp = asked.fp)
FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS asked (fp, timezone, place)
CROSS JOIN LATERAL (
    SELECT array_agg(p.partition) AS partitions,
           array_agg(p.data_epoch) AS epochs,
           array_agg(p.built_from IS NULL OR p.wanted_at > p.built_from) AS dirty,
           array_agg((p.rollup_fp, p.timezone, p.partition) IN (
               SELECT a.rollup_fp, a.timezone, a.partition FROM rampart.preagg_attempt a
               WHERE a.ended_at IS NULL AND a.lease_until >= statement_timestamp()
           )) AS building
    FROM rampart.preagg_partition p
    WHERE (p.rollup_fp, p.timezone) = (asked.fp, asked.timezone)
) found
ORDER BY asked.place
"""


class PostgresLedgerReadings(Pooled):
    """Reads through a pool; `timeout_s` bounds a connection's making, its wait, each statement."""

    def __init__(self, url: str, timeout_s: float, connections: int = 4) -> None:
        settings = {"default_transaction_read_only": "on"}
        super().__init__(entity_pool(url, timeout_s, connections, settings, "rampart reports"))

    async def read(self, rollups: Collection[Rollup]) -> LedgerReading:
        if not rollups:
            return LedgerReading({})
        wanted = list(rollups)
        return await anyio.to_thread.run_sync(partial(self._read, wanted), abandon_on_cancel=True)

    def _read(self, rollups: Sequence[Rollup]) -> LedgerReading:
        asked = ([one.rollup_fp for one in rollups], [one.timezone for one in rollups])
        try:
            with self._pool.connection() as connection:
                rows = connection.cursor(binary=True).execute(_READ, asked).fetchall()
        except (psycopg.Error, PoolTimeout) as error:
            raise LedgerUnavailable(str(error).strip()) from error
        found = (_rollup(one, row) for one, row in zip(rollups, rows, strict=True))
        return LedgerReading({one.rollup.path: one for one in found})


def _rollup(rollup: Rollup, row: Sequence[Any]) -> RollupReading:
    *columns, outside = row
    partitions, epochs, dirty, building = (one or () for one in columns)  # NULL: it has none
    states = map(PartitionReading, epochs, dirty, building)
    return RollupReading(rollup, dict(zip(partitions, states, strict=True)), outside)
