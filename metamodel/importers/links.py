"""From foreign keys to the links that can become relations."""

from collections.abc import Mapping
from dataclasses import dataclass

from metamodel.importers.catalogue import Catalogue, ForeignKey, Table
from metamodel.importers.names import Names, key_meaning
from metamodel.importers.report import Undecided
from metamodel.model.attribute import MemberType
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
    catalogue: Catalogue, names: Names, drafted: Mapping[str, Mapping[str, MemberType]]
) -> tuple[list[Link], list[Undecided]]:
    """A link for each foreign key, and why some have none.

    `drafted` holds the entities of the document with their attributes: tables that are left out and
    columns of undecided type have none.
    """
    links: dict[Link, None] = {}
    undecided: list[Undecided] = []
    linking = _Linking(catalogue, names, drafted)
    for table in catalogue.tables:
        for key in table.foreign_keys if names.entity(table) in drafted else ():
            found = linking.link(table, key)
            if isinstance(found, Link):
                links[found] = None  # a key that is declared twice is one link
            else:
                place = f"{table.place}({', '.join(key.columns)})"
                undecided.append(Undecided(place, *found))
    return list(links), undecided


@dataclass(frozen=True, slots=True)
class _Linking:
    catalogue: Catalogue
    names: Names
    drafted: Mapping[str, Mapping[str, MemberType]]

    def link(self, table: Table, key: ForeignKey) -> Link | tuple[str, str]:
        """The link of a foreign key, or the reason and cure of its absence."""
        target = self.catalogue.table(key.schema, key.table)
        where = f"{key.schema}.{key.table}"
        if target is None or self.names.entity(target) not in self.drafted:
            reason = f"its {key.origin} leads to {where}, which is not imported"
            return reason, f"Import schema `{key.schema}` too, or leave the relation out."
        if not target.is_key(key.target_columns):
            reason = f"{', '.join(key.target_columns)} is not known to be a key of {where}"
            return reason, "Declare the key in the source or with --keys."
        if not set(target.primary_key) <= set(key.target_columns) and len(key.target_columns) > 1:
            reason = f"its {key.origin} leads to a second key of {where}"
            return reason, "The metamodel knows one key of several parts an entity; join on that."
        pairs = self._pairs(table, target, key)
        if len(pairs) < len(key.columns):
            return "a joined column has no attribute", "Decide the type of the column first."
        if any(left is not right for _, (left, right) in pairs):
            reason = f"its {key.origin} compares columns of different kinds"
            return reason, "Give both columns one type in the source."
        entity = self.names.entity(table)
        unique = table.is_key(key.columns)
        return Link(
            entity,
            self.names.entity(target),
            key.columns,
            key_meaning(table, key.columns, self.names.entity(target)),
            tuple(names for names, _ in pairs),
            RelationCardinality.ONE_TO_ONE if unique else RelationCardinality.MANY_TO_ONE,
        )

    def _pairs(
        self, table: Table, target: Table, key: ForeignKey
    ) -> list[tuple[tuple[str, str], tuple[MemberType, MemberType]]]:
        """Joined attributes with their types, as far as both are in the document."""
        left, right = (self.drafted[self.names.entity(item)] for item in (table, target))
        return [
            ((origin, other), (left[origin], right[other]))
            for column, aim in zip(key.columns, key.target_columns, strict=True)
            if table.column(column) and target.column(aim)
            if (origin := self.names.attribute(table, column)) in left
            and (other := self.names.attribute(target, aim)) in right
        ]
