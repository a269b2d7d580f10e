"""Where the rows of entities are read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError
from presence_api.ports.row_conditions import EVERY_ROW, Condition, StoredColumn

JsonScalar = str | int | float | bool | None
"""A value as JSON has it: decimals, days and moments (UTC, `Z`) are texts."""


class EntityStoreUnavailable(RampartError):
    """The database does not answer."""

    code: ClassVar[str] = "ENT-001"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look whether Postgres runs, and whether its connections are used up."


class SearchTooSlow(RampartError):
    """A search took longer than it may, and was ended."""

    code: ClassVar[str] = "ENT-002"
    hint: ClassVar[str] = "Narrow the filter, or order by the key or an indexed attribute."


class EntityMisfit(RampartError):
    """The table is not what the metamodel says: a column is missing, or of another type."""

    code: ClassVar[str] = "ENT-003"
    hint: ClassVar[str] = "Compare the entity's `source`, `column`s and `type`s with the database."


@dataclass(frozen=True, slots=True)
class RowSource:
    """A table and what it says of each row; names are bare identifiers."""

    table: tuple[str, ...]  # with its schema, if one was said
    key: tuple[StoredColumn, ...]  # in the order of an instance id
    version: str | None = None
    updated_at: StoredColumn | None = None


@dataclass(frozen=True, slots=True)
class OrderBy:
    """One step of an order. NULL comes after every value, in descending order before it."""

    column: StoredColumn
    descending: bool = False


Position = tuple[JsonScalar, ...]
"""Where a row stands in an order: a value for each of its steps."""


@dataclass(frozen=True, slots=True)
class RowQuery:
    """A page of rows. `order` ends with the whole key, so that no two rows are equal in it."""

    source: RowSource
    columns: tuple[StoredColumn, ...]
    order: tuple[OrderBy, ...]
    where: Condition = EVERY_ROW
    after: Position | None = None
    limit: int = 100


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row: `values` are those of the columns asked for, by attribute."""

    id: str
    version: int | None
    updated_at: str | None
    values: Mapping[str, JsonScalar]
    position: Position


class EntityStore(Protocol):
    """Every call waits for the database: call it from a worker thread.

    Raises EntityStoreUnavailable, SearchTooSlow, EntityMisfit.
    """

    def search(self, query: RowQuery) -> Sequence[StoredRow]:
        """At most `limit` rows, the first ones `after` the position."""
        ...

    def get(self, query: RowQuery) -> StoredRow | None:
        """The row whose key `where` names; None if it is not there."""
        ...
