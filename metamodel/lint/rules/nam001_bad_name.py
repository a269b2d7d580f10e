"""NAM001."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.entity import Entity
from metamodel.model.reserved import KEY_DIMENSION, reserved_for_cubes, reserved_for_members
from metamodel.model.view import ViewGroup

LONGEST = 63
"""Bytes of an identifier in Postgres; the rest is cut off without a word."""

_IDENTIFIER = re.compile(r"[_a-zA-Z][_a-zA-Z0-9]*")


class BadName(LintRule):
    """A name is no identifier, is too long, is taken, or is a reserved word.

    Why: names become Cube members and SQL aliases `cube__member`. Names that differ in case only,
    and a measure with a dimension's name, are one to Cube or to the database. Entity names
    themselves may be SQL words: `order` is fine, its cube is `orders`.

    Bad: `"name": "class"`, `"name": "net price"`, `"cube": "order"`.
    Good: `"name": "order_class"`, `"name": "net_price"`, `"cube": "orders"`.
    """

    code = "NAM001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        taken: dict[str, str] = {}
        cubes: dict[str, str] = {}
        ids: dict[str, str] = {}
        for place, entity in subject.entities():
            yield from self._name(f"{place}/name", entity.name, taken, ())
            yield from self._name(f"{place}/cube", entity.cube, cubes, reserved_for_cubes())
            if ids.setdefault(entity.id, place) != place:
                yield self.found(f"{place}/id", f"the id `{entity.id}` is taken", "Choose another.")
            yield from self._members(subject, place, entity)
            yield from self._parts(place, entity)
        yield from self._roles(subject, taken, cubes)
        yield from self._views(subject, cubes)

    def _roles(
        self, subject: Subject, taken: dict[str, str], cubes: dict[str, str]
    ) -> Iterator[Finding]:
        roles: set[str] = set()
        for index, relation in enumerate(subject.model.relations):
            if relation.role and relation.role not in roles:
                roles.add(relation.role)
                at = f"/relations/{index}/role"
                yield from self._name(at, relation.role, cubes, reserved_for_cubes())
                if relation.role.lower() in taken:
                    yield self.found(at, f"`{relation.role}` is an entity", "Choose another role.")

    def _views(self, subject: Subject, cubes: dict[str, str]) -> Iterator[Finding]:
        for place, view in subject.views():  # Cube's views and cubes share their names
            yield from self._name(f"{place}/name", view.name, cubes, reserved_for_cubes())
        groups: dict[str, str] = {}
        for place, group in _groups("/viewGroups", subject.model.view_groups):
            yield from self._name(f"{place}/name", group.name, groups, ())

    def _parts(self, place: str, entity: Entity) -> Iterator[Finding]:
        """Names of what belongs to a member."""
        for key, dimensions in (("attributes", entity.attributes), ("computed", entity.computed)):
            for index, dimension in enumerate(dimensions):
                own: dict[str, str] = {}
                for number, one in enumerate(dimension.granularities):
                    at = f"{place}/{key}/{index}/granularities/{number}/name"
                    yield from self._name(at, one.name, own, reserved_for_members())

    def _members(self, subject: Subject, place: str, entity: Entity) -> Iterator[Finding]:
        reserved = reserved_for_members()
        taken = {KEY_DIMENSION: "the composite key"} if len(entity.keys.primary) > 1 else {}
        for at, member in subject.members(place, entity):
            yield from self._name(f"{at}/name", member.name, taken, reserved, entity.cube)
        for index, one in enumerate(entity.hierarchies):
            yield from self._name(f"{place}/hierarchies/{index}/name", one.name, taken, reserved)
        for index, item in enumerate(entity.pre_aggregations):
            at = f"{place}/preAggregations/{index}"
            yield from self._name(f"{at}/name", item.name, taken, reserved, entity.cube)
            indexes: dict[str, str] = {}
            for number, found in enumerate(item.indexes):
                yield from self._name(f"{at}/indexes/{number}/name", found.name, indexes, reserved)

    def _name(
        self,
        place: str,
        name: str,
        taken: dict[str, str],
        reserved: frozenset[str] | tuple[()],
        cube: str = "",
    ) -> Iterator[Finding]:
        alias = f"{cube}__{name}" if cube else name
        if not _IDENTIFIER.fullmatch(name):
            fault = "is no identifier: letters, digits and `_`, no digit first"
        elif len(alias.encode()) > LONGEST:
            fault = f"is too long: `{alias}` has more than {LONGEST} bytes"
        elif name.lower() in taken:
            fault = f"is taken by {taken[name.lower()]}"
        elif name in reserved or name.lower() in reserved:
            fault = "is a reserved word"
        else:
            taken[name.lower()] = place
            return
        yield self.found(place, f"the name `{name}` {fault}", "Choose another name.")


def _groups(place: str, groups: tuple[ViewGroup, ...]) -> Iterator[tuple[str, ViewGroup]]:
    for index, group in enumerate(groups):
        yield f"{place}/{index}", group
        yield from _groups(f"{place}/{index}/groups", group.groups)
