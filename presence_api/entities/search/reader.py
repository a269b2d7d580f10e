"""Rows of an entity as one caller may see them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from presence_api.entities.catalogue.grants import Grant
from presence_api.entities.catalogue.view import EntityView
from presence_api.entities.checks import granted
from presence_api.entities.faults import Faults
from presence_api.entities.instance import InstanceUnknown, key_is
from presence_api.entities.search.cursor import Cursors
from presence_api.entities.search.ordering import total_order
from presence_api.entities.search.request import in_common, read_fields, read_search
from presence_api.ports.entity_store import EntityStore, JsonScalar, RowQuery, StoredRow
from presence_api.ports.row_conditions import Condition, all_of


@dataclass(frozen=True, slots=True)
class Row:
    """One instance; `version` and `updated_at` are None where they are not kept or not shown."""

    id: str
    version: int | None
    updated_at: str | None
    values: Mapping[str, JsonScalar]


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor of those after them; None: there are none."""

    rows: tuple[Row, ...]
    next: str | None


class EntityReader:
    """Searches and gets. Waits for the store: call it from a worker thread.

    Raises what the store raises.
    """

    def __init__(self, store: EntityStore, cursors: Cursors) -> None:
        self._store, self._cursors = store, cursors

    def search(self, view: EntityView, body: object) -> Page:
        """A page of what the JSON `body` asks for. Raises RequestInvalid, CursorRefused."""
        request = read_search(view, body)
        after = self._cursors.read(view, request)
        query = _query(view, request.granting, request.fields, request.where)
        found = self._store.search(
            replace(query, order=request.order, after=after, limit=request.limit + 1)
        )
        rows = found[: request.limit]
        more = len(found) > len(rows)
        return Page(
            tuple(_row(view, request.fields, row) for row in rows),
            self._cursors.write(view, request, rows[-1].position) if more else None,
        )

    def get(self, view: EntityView, one: str, fields: Sequence[str] | None = None) -> Row:
        """The instance of that id. Raises InstanceUnknown, RequestInvalid for bad `fields`."""
        faults = Faults()
        wanted = None if fields is None else read_fields(view, list(fields), faults)
        granting = granted(view, (), wanted or (), faults)
        faults.check()
        chosen = in_common(view, granting) if wanted is None else wanted
        found = self._store.get(_query(view, granting, chosen, key_is(view, one)))
        if found is None or found.id != one:  # `01` is not how the id of 1 is written
            raise InstanceUnknown(view.entity.name, one)
        return _row(view, chosen, found)


def _query(
    view: EntityView, granting: Sequence[Grant], fields: Sequence[str], where: Condition
) -> RowQuery:
    """Of what these policies do not all show as it is, nothing is read at all."""
    shown = frozenset.intersection(*(grant.shown for grant in granting))
    updated_at = view.source.updated_at
    if updated_at is not None and updated_at.name not in shown:
        updated_at = None
    return RowQuery(
        source=replace(view.source, updated_at=updated_at),
        columns=tuple(view.column(name) for name in fields if name in shown),
        order=total_order(view.source, ()),
        where=all_of([view.rows(granting), where]),
    )


def _row(view: EntityView, fields: Collection[str], row: StoredRow) -> Row:
    values = {name: row.values[name] if name in row.values else view.mask(name) for name in fields}
    return Row(row.id, row.version, row.updated_at, values)
