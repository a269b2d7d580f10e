"""From foreign keys to the links that can become relations."""

from collections.abc import Iterator
from dataclasses import dataclass

from metamodel.importers.catalogue import Catalogue, ForeignKey, Table
from metamodel.importers.names import Names, key_meaning
from metamodel.importers.report import Undecided
from metamodel.model.relation import RelationCardinality


@dataclass(frozen=True, slots=True)
class Link:
    """A foreign key whose ends are both in the document; `on` pairs attributes."""

    origin: str
    target: str
    columns: tuple[str, ...]
    meaning: str  # what the columns' names say the target is to the origin
    on: tuple[tuple[str, str], ...]
    cardinality: RelationCardinality


def find_links(
    catalogue: Catalogue, names: Names, drafted: dict[str, frozenset[str]]
) -> tuple[list[Link], list[Undecided]]:
    """A link for each foreign key, and why some have none.

    `drafted` names the entities of the document with their attributes: columns of undecided type
    have none.
    """
    links: dict[Link, None] = {}
    undecided: list[Undecided] = []
    for table in catalogue.tables:
        for key in table.foreign_keys:
            found = _link(catalogue, names, drafted, table, key)
            if isinstance(found, Link):
                links[found] = None  # a key that is declared twice is one link
            elif found:
                place = f"{table.place}({', '.join(key.columns)})"
                undecided.append(Undecided(place, *found))
    return list(links), undecided


def _link(
    catalogue: Catalogue,
    names: Names,
    drafted: dict[str, frozenset[str]],
    table: Table,
    key: ForeignKey,
) -> Link | tuple[str, str] | None:
    if names.entity(table) not in drafted:
        return None
    target = catalogue.table(key.schema, key.table)
    where = f"{key.schema}.{key.table}"
    if target is None or names.entity(target) not in drafted:
        reason = f"its {key.origin} leads to {where}, which is not imported"
        return reason, f"Import schema `{key.schema}` too, or leave the relation out."
    if not target.is_key(key.target_columns):
        reason = f"{', '.join(key.target_columns)} is not known to be a key of {where}"
        return reason, "Declare the key in the source or with --keys."
    if not set(target.primary_key) <= set(key.target_columns) and len(key.target_columns) > 1:
        reason = f"its {key.origin} leads to a second key of {where}"
        return reason, "The metamodel knows one key of several parts an entity; join on that."
    on = tuple(_pairs(names, table, target, key))
    if len(on) < len(key.columns) or not _attributes_exist(drafted, names, table, target, on):
        return "a joined column has no attribute", "Decide the type of the column first."
    unique = table.is_key(key.columns)
    cardinality = RelationCardinality.ONE_TO_ONE if unique else RelationCardinality.MANY_TO_ONE
    meaning = key_meaning(table, key.columns, names.entity(target))
    entity = names.entity(table)
    return Link(entity, names.entity(target), key.columns, meaning, on, cardinality)


def _pairs(names: Names, table: Table, target: Table, key: ForeignKey) -> Iterator[tuple[str, str]]:
    for column, other in zip(key.columns, key.target_columns, strict=True):
        if table.column(column) and target.column(other):
            yield names.attribute(table, column), names.attribute(target, other)


def _attributes_exist(
    drafted: dict[str, frozenset[str]],
    names: Names,
    table: Table,
    target: Table,
    on: tuple[tuple[str, str], ...],
) -> bool:
    left, right = drafted[names.entity(table)], drafted[names.entity(target)]
    return all(origin in left and other in right for origin, other in on)
