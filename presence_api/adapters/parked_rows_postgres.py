"""Parked rows of `rampart.outbox`."""

from collections.abc import Collection, Sequence
from typing import Final, LiteralString

from presence_api.adapters.postgres import session
from presence_api.ports.parked_rows import ParkedRow

_APPLICATION: Final = "rampart outbox operator"
_PARKED: Final = """
SELECT seq, topic, key, octet_length(value), parked_at, parked_reason,
    (SELECT count(*) FROM rampart.outbox AS behind
     WHERE behind.shard = parked.shard AND behind.topic = parked.topic
       AND behind.key = parked.key AND behind.seq > parked.seq)
FROM rampart.outbox AS parked WHERE parked_at IS NOT NULL ORDER BY seq
"""
_RELEASE: Final = """
UPDATE rampart.outbox SET parked_at = NULL, parked_reason = NULL
WHERE seq = ANY(%s) AND parked_at IS NOT NULL RETURNING seq
"""
_DISCARD: Final = """
DELETE FROM rampart.outbox WHERE seq = ANY(%s) AND parked_at IS NOT NULL RETURNING seq
"""


class PostgresParkedRows:
    """One short session a call; `timeout_s` bounds each wait."""

    def __init__(self, url: str, timeout_s: float = 10.0) -> None:
        self._url, self._timeout_s = url, timeout_s

    def parked(self) -> Sequence[ParkedRow]:
        with session(self._url, self._timeout_s, _APPLICATION) as connection:
            return [ParkedRow(*row) for row in connection.ask(_PARKED)]

    def release(self, seqs: Collection[int]) -> Collection[int]:
        return self._changed(_RELEASE, seqs)

    def discard(self, seqs: Collection[int]) -> Collection[int]:
        return self._changed(_DISCARD, seqs)

    def _changed(self, statement: LiteralString, seqs: Collection[int]) -> Collection[int]:
        with session(self._url, self._timeout_s, _APPLICATION) as connection:
            return {seq for (seq,) in connection.ask(statement, ([*seqs],))}
