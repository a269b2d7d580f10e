"""The rows that a bulk update is about, as they are now."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from metamodel.kernel.errors import RampartError
from presence_api.entities.bulk.request import MOST_ROWS, BulkRequest
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.search.ordering import total_order
from presence_api.entities.writing.row_change import says
from presence_api.ports.entity_store import EntityStore, RowQuery, StoredRow
from presence_api.ports.row_conditions import StoredColumn


class TooManyRows(RampartError):
    """A bulk update is about more rows than one may change."""

    code: ClassVar[str] = "ENT-033"
    hint: ClassVar[str] = f"Narrow `where`: one update changes at most {MOST_ROWS:,} rows."


@dataclass(frozen=True, slots=True)
class Sighting:
    """How many rows are meant, those that would be other ones, and ids without a row."""

    matched: int
    changing: tuple[StoredRow, ...]
    missing: tuple[str, ...]


def sight(store: EntityStore, view: EntityView, request: BulkRequest) -> Sighting:
    """Look once. Raises TooManyRows, and what the store raises."""
    found = store.search(
        RowQuery(
            view.source,
            tuple(_columns(view, request)),
            total_order(view.source, ()),
            request.rows(view),
            limit=MOST_ROWS + 1,
        )
    )
    if len(found) > MOST_ROWS:
        raise TooManyRows(view.entity.name, f"more than {MOST_ROWS:,} rows are meant")
    asked = None if request.ids is None else frozenset(request.ids)
    rows = [row for row in found if asked is None or row.id in asked]
    there = {row.id for row in rows}
    values = request.values.items()
    return Sighting(
        len(rows),
        tuple(row for row in rows if not all(says(row, one, value) for one, value in values)),
        tuple(one for one in request.ids or () if one not in there),
    )


def _columns(view: EntityView, request: BulkRequest) -> Iterator[StoredColumn]:
    """What is changed, and whose the row is."""
    yield from request.values
    if view.entity.tenant_owned:
        yield view.column(view.entity.tenancy.attribute or "")
