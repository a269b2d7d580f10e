"""NAM001."""

import re
from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.entity import Entity
from metamodel.model.reserved import KEY_DIMENSION, reserved_for_cubes, reserved_for_members

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
        roles: set[str] = set()
        for index, relation in enumerate(subject.model.relations):
            if relation.role and relation.role not in roles:
                roles.add(relation.role)
                at = f"/relations/{index}/role"
                yield from self._name(at, relation.role, cubes, reserved_for_cubes())
                if relation.role.lower() in taken:
                    yield self.found(at, f"`{relation.role}` is an entity", "Choose another role.")

    def _members(self, subject: Subject, place: str, entity: Entity) -> Iterator[Finding]:
        reserved = reserved_for_members()
        taken = {KEY_DIMENSION: "the composite key"} if len(entity.keys.primary) > 1 else {}
        for at, member in subject.members(place, entity):
            yield from self._name(f"{at}/name", member.name, taken, reserved, entity.cube)
        rollups: dict[str, str] = {}
        for index, item in enumerate(entity.pre_aggregations):
            at = f"{place}/preAggregations/{index}"
            yield from self._name(f"{at}/name", item.name, rollups, reserved, entity.cube)
            indexes: dict[str, str] = {}
            for number, one in enumerate(item.indexes):
                yield from self._name(f"{at}/indexes/{number}/name", one.name, indexes, reserved)

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
