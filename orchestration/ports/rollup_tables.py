"""The database that holds the facts and the tables Cube built from them."""

from collections.abc import Collection
from typing import Protocol

from metamodel.modelgen.rollup import Rollup


class RollupTables(Protocol):
    """Looks at tables, and drops those of Cube's. Raises LedgerUnavailable when it is away."""

    def existing(self, tables: Collection[str]) -> set[str]:
        """Those of the schema-qualified tables that exist."""
        ...

    def drop(self, tables: Collection[str]) -> None:
        """Drop those that exist of schema-qualified tables that Cube built; no other."""
        ...

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        ...

    def outside(self, rollup: Rollup) -> str | None:
        """Words about facts outside the rollup's extent, or None if there are none."""
        ...
