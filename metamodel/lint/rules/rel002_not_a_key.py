"""REL002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Attribute, CardinalityClass
from metamodel.model.entity import Entity
from metamodel.model.join_graph import Edge
from metamodel.model.relation import RelationCardinality


class NotAKey(LintRule):
    """The "one" side of a relation is joined on attributes that do not tell its rows apart.

    Why: Cube believes the declared cardinality. If two rows match, every sum counts them twice.

    Bad: `{"from": "lineitem", "to": "part_supply", "on": [{"from": "partkey", "to": "partkey"}]}`.
    Good: the same on both parts of the key, `partkey` and `suppkey`.
    """

    code = "REL002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for edges in subject.graph.edges.values():
            for edge in edges:
                for entity, names in _one_sides(subject, edge):
                    if not _is_key(entity, names):
                        yield self.found(
                            f"/relations/{edge.relation}/on",
                            f"{', '.join(sorted(names))} is no key of `{entity.name}`",
                            f"Join on its whole primary key: {', '.join(entity.keys.primary)}.",
                        )


def _one_sides(subject: Subject, edge: Edge) -> Iterator[tuple[Entity, set[str]]]:
    """The sides of which at most one row matches, and what they are joined on."""
    if edge.cardinality is not RelationCardinality.ONE_TO_MANY:
        yield subject.graph.nodes[edge.target].entity, {pair.target for pair in edge.on}
    if edge.cardinality is not RelationCardinality.MANY_TO_ONE:
        yield subject.graph.nodes[edge.origin].entity, {pair.origin for pair in edge.on}


def _is_key(entity: Entity, names: set[str]) -> bool:
    if set(entity.keys.primary) <= names:
        return True
    found = (entity.attribute(name) for name in names)
    return any(item and _is_unique(item) for item in found)


def _is_unique(item: Attribute) -> bool:
    declared = item.constraints is not None and item.constraints.unique
    return declared or item.cardinality.level is CardinalityClass.UNIQUE
