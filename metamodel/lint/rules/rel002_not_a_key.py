"""REL002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import CardinalityClass
from metamodel.model.entity import Entity
from metamodel.model.relation import RelationCardinality


class NotAKey(LintRule):
    """A `..._to_one` relation joins to attributes that do not tell the target's rows apart.

    Why: Cube believes the declared cardinality. If two rows match, every sum counts them twice.

    Bad: `{"from": "lineitem", "to": "part_supply", "on": [{"from": "partkey", "to": "partkey"}]}`.
    Good: the same on both parts of the key, `partkey` and `suppkey`.
    """

    code = "REL002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for edges in subject.graph.edges.values():
            for edge in edges:
                target = subject.graph.nodes[edge.target].entity
                names = {pair.target for pair in edge.on}
                one = edge.cardinality is not RelationCardinality.ONE_TO_MANY
                if one and not _is_key(target, names):
                    yield self.found(
                        f"/relations/{edge.relation}/on",
                        f"{', '.join(sorted(names))} is no key of `{target.name}`",
                        f"Join on its whole primary key: {', '.join(target.keys.primary)}.",
                    )


def _is_key(entity: Entity, names: set[str]) -> bool:
    if set(entity.keys.primary) <= names:
        return True
    found = (entity.attribute(name) for name in names)
    return any(item and item.cardinality.level is CardinalityClass.UNIQUE for item in found)
