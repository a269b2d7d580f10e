"""Small catalogues for the tests of imports."""

from datetime import date
from typing import Any

from metamodel.importers.catalogue import Catalogue, Column, Dialect, ForeignKey, Table
from metamodel.importers.draft import Draft, DraftSettings, draft

SETTINGS = DraftSettings("shop", (date(2024, 1, 1), date(2026, 12, 31)))


def column(name: str, kind: str | None = "bigint", **more: Any) -> Column:
    """A column, by default of whole numbers."""
    return Column(name, kind, **more)


def key(columns: str, table: str, targets: str = "id", schema: str = "public") -> ForeignKey:
    """A foreign key; several columns are parted by blanks."""
    return ForeignKey(tuple(columns.split()), schema, table, tuple(targets.split()))


def table(name: str, *columns: Column | str, **more: Any) -> Table:
    """A table with the key `id`, unless told otherwise; texts are columns of whole numbers."""
    made = tuple(column(item) if isinstance(item, str) else item for item in columns)
    own = made if any(item.name == "id" for item in made) else (column("id", nullable=False), *made)
    settings = {"schema": "public", "primary_key": ("id",)} | more
    return Table(name=name, columns=own, **settings)


def catalogue(*tables: Table, dialect: Dialect = Dialect.POSTGRES) -> Catalogue:
    """A catalogue of these tables."""
    return Catalogue("shop", dialect, tables)


def drafted(*tables: Table, **settings: Any) -> Draft:
    """The draft of these tables."""
    made = DraftSettings(SETTINGS.name, SETTINGS.extent, **settings)
    return draft(catalogue(*tables), made)


def entity(document: dict[str, Any], name: str) -> dict[str, Any]:
    """The entity of that name."""
    return next(item for item in document["entities"] if item["name"] == name)
