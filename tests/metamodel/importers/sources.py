"""Small catalogues for the tests of imports."""

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

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


NAMES = st.text(min_size=1, max_size=12) | st.sampled_from(
    ["id", "order", "class", "count", "composite_key", "Id", "ID", "f", "user", "a" * 90, "b" * 90]
)
KINDS = st.sampled_from(["bigint", "text", "date", "numeric(9,2)", "jsonb", "xml", "boolean", None])


@st.composite
def catalogues(pick: st.DrawFn) -> Catalogue:
    """Up to four tables of any names, with keys and foreign keys over any of their columns."""
    places = pick(st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=4, unique=True))
    tables: list[Table] = []
    for schema, name in places:
        names = pick(st.lists(NAMES, min_size=1, max_size=5, unique=True))
        columns = tuple(
            Column(
                item,
                pick(KINDS),
                pick(st.booleans()),
                pick(st.none() | NAMES),
                pick(st.sampled_from([(), ("M", "F"), ("", "x")])),
                distinct=9,
            )
            for item in names
        )
        chosen = pick(st.lists(st.sampled_from(names), unique=True, max_size=2))
        tables.append(Table(schema, name, columns, primary_key=tuple(chosen)))
    keyed = [item for item in tables if item.primary_key]
    for number, item in enumerate(tables):
        keys = []
        for target in pick(st.lists(st.sampled_from(keyed), max_size=3)) if keyed else []:
            size = len(target.primary_key)
            names = [one.name for one in item.columns]
            if len(names) >= size:
                own = pick(st.permutations(names))[:size]
                keys.append(ForeignKey(tuple(own), target.schema, target.name, target.primary_key))
        tables[number] = replace(item, foreign_keys=tuple(keys))
    return catalogue(*tables)
