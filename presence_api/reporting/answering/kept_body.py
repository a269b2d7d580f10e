"""A kept body read back: its columns, its rows some at a time, and whatever else it says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec

AT_ONCE: Final = 2_000
"""Rows that are read together: no other thread runs meanwhile."""
_TABULAR: Final = frozenset({"columns", "data", "prior", "pivot"})


class KeptBody:
    """`said` has all but the columns and what stands in rows, each part as JSON.

    Values are texts as JSON spells them; None: there is none.
    """

    def __init__(self, body: bytes) -> None:
        parts = msgspec.json.decode(body, type=dict[str, msgspec.Raw])
        self.columns: Sequence[Mapping[str, Any]] = msgspec.json.decode(parts["columns"])
        self.said = {name: part for name, part in parts.items() if name not in _TABULAR}
        self._rows = msgspec.json.decode(parts["data"], type=list[msgspec.Raw])

    def rows(self) -> Iterator[list[str | None]]:
        """The values of each row."""
        for some in self._read():
            for row in some:
                yield _spelt(row)

    def blocks(self) -> Iterator[list[list[str | None]]]:
        """Of up to AT_ONCE rows the values of each column."""
        for some in self._read():
            yield [_spelt(column) for column in zip(*some, strict=True)]

    def _read(self) -> Iterator[list[list[Any]]]:
        for start in range(0, len(self._rows), AT_ONCE):
            some = b",".join(map(bytes, self._rows[start : start + AT_ONCE]))
            yield msgspec.json.decode(b"[" + some + b"]")


def _spelt(values: Iterable[Any]) -> list[str | None]:
    return [
        one if one is None or isinstance(one, str) else msgspec.json.encode(one).decode()
        for one in values
    ]
