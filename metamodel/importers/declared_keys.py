"""Keys that a source does not declare, told by a file: warehouses rarely enforce any."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field, ValidationError

from metamodel.importers.catalogue import Catalogue, ForeignKey, Table
from metamodel.importers.errors import KeysRefused
from metamodel.model.part import Part
from metamodel.model.texts import Text

_Columns = Annotated[tuple[Text, ...], Field(min_length=1)]


class DeclaredForeignKey(Part):
    """Columns that lead to a table; without `targetColumns` to its primary key."""

    columns: _Columns
    table: Text
    target_columns: _Columns | None = None


class DeclaredTable(Part):
    """What tells the rows of one table apart, and where they lead."""

    primary_key: _Columns | None = None
    unique: tuple[_Columns, ...] = ()
    foreign_keys: tuple[DeclaredForeignKey, ...] = ()


class DeclaredKeys(Part):
    """Tables by name, with their schema before a dot where the name alone is not unique."""

    tables: Mapping[str, DeclaredTable]


def read_keys(text: str, path: str) -> DeclaredKeys:
    """The declarations of a JSON text. Raises KeysRefused."""
    try:
        return DeclaredKeys.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = "/".join(str(step) for step in first["loc"])
        raise KeysRefused(path, f"/{place}", first["msg"]) from error


def with_keys(catalogue: Catalogue, keys: DeclaredKeys) -> Catalogue:
    """The catalogue with the declared keys beside its own; a primary key takes the place of one.

    Raises KeysRefused for a table or column that is not there.
    """
    declared = {_find(catalogue, name).place: item for name, item in keys.tables.items()}
    keyed = [_with_own_keys(item, declared.get(item.place)) for item in catalogue.tables]
    known = replace(catalogue, tables=tuple(keyed))
    tables = [_with_foreign_keys(known, item, declared.get(item.place)) for item in known.tables]
    return replace(known, tables=tuple(tables))


def _with_own_keys(table: Table, declared: DeclaredTable | None) -> Table:
    if declared is None:
        return table
    for names in (declared.primary_key or (), *declared.unique):
        _require(table, names)
    primary = declared.primary_key or table.primary_key
    columns = tuple(
        replace(one, nullable=one.nullable and one.name not in primary) for one in table.columns
    )
    unique = (*table.unique, *declared.unique)
    return replace(table, primary_key=primary, unique=unique, columns=columns)


def _with_foreign_keys(catalogue: Catalogue, table: Table, declared: DeclaredTable | None) -> Table:
    if declared is None:
        return table
    found = tuple(_foreign_keys(catalogue, table, declared.foreign_keys))
    return replace(table, foreign_keys=(*table.foreign_keys, *found))


def _foreign_keys(
    catalogue: Catalogue, table: Table, declared: Sequence[DeclaredForeignKey]
) -> Iterator[ForeignKey]:
    for item in declared:
        target = _find(catalogue, item.table)
        targets = item.target_columns or target.primary_key
        _require(table, item.columns)
        _require(target, targets)
        if len(targets) != len(item.columns):
            reason = f"{len(item.columns)} columns lead to {len(targets)} of {target.place}"
            raise KeysRefused(table.place, f"{', '.join(item.columns)}: {reason}")
        yield ForeignKey(item.columns, target.schema, target.name, targets, "declared key")


def _find(catalogue: Catalogue, name: str) -> Table:
    found = [item for item in catalogue.tables if name in {item.name, item.place}]
    if len(found) != 1:
        several = f"is the name of {', '.join(item.place for item in found)}"
        raise KeysRefused(name, several if found else "there is no such table in the source")
    return found[0]


def _require(table: Table, columns: Sequence[str]) -> None:
    for name in columns:
        if table.column(name) is None:
            raise KeysRefused(table.place, f"there is no column `{name}`")
