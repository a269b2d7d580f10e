"""RLS008."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.relation import RelationCardinality


class SharedReachesDown(LintRule):
    """A relation leads from a shared entity into rows that belong to tenants.

    Why: Cube filters only the cubes whose members a query names. A query that names the shared
    entity and something beyond the tenants' one is joined through every tenant's rows, unfiltered.

    Bad: `{"from": "part", "to": "lineitem", "cardinality": "one_to_many"}`, part shared.
    Good: `{"from": "lineitem", "to": "part", "cardinality": "many_to_one"}`.
    """

    code = "RLS008"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for edges in subject.graph.edges.values():
            for edge in edges:
                origin, target = subject.graph.nodes[edge.origin], subject.graph.nodes[edge.target]
                if origin.entity.tenant_owned or not target.entity.tenant_owned:
                    continue
                down = edge.cardinality is RelationCardinality.ONE_TO_MANY
                if down or subject.graph.edges[edge.target]:
                    yield self.found(
                        f"/relations/{edge.relation}",
                        f"`{edge.origin}` is shared and joins to the tenants' `{edge.target}`",
                        "Turn the relation round, or declare the tenancy of its origin.",
                    )
