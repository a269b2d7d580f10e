"""REL005."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject


class JoinCircle(LintRule):
    """Relations lead from an entity back to itself.

    Why: Cube finds some way round the circle and joins it under one alias; which way decides what
    the figures mean. A way back in another meaning is a role.

    Bad: `order` -> `customer` and `customer` -> `order`.
    Good: one of the two; `employee` -> `employee` with `"role": "manager"`.
    """

    code = "REL005"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for edges in subject.graph.edges.values():
            for edge in edges:
                if subject.reaches(edge.target, edge.origin):
                    yield self.found(
                        f"/relations/{edge.relation}",
                        f"from `{edge.target}` there is a way back to `{edge.origin}`",
                        "Drop one of the relations of the circle, or give it a `role`.",
                    )
