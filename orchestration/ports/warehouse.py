"""Plain SQL on the business tables: the truth that Cube's answers are compared with."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from metamodel.kernel.errors import RampartError


class WarehouseRefused(RampartError):
    """The database refused a statement; its own words are in the error."""

    code = "WH-001"
    hint = "Compare the statement with the tables; nothing was changed."


class Warehouse(Protocol):
    """Reads only. Raises WarehouseRefused, LedgerUnavailable."""

    def rows(
        self, sql: str, narrowed: Mapping[str, tuple[str, str]] | None = None
    ) -> Sequence[Sequence[Any]]:
        """Rows of a statement.

        `narrowed` maps a table of schema `public` to a column and the one value of it that the
        statement may see.
        """
        ...
