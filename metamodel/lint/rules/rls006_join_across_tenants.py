"""RLS006."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.edit import Edit


class JoinAcrossTenants(LintRule):
    """Two entities of tenants are joined on a key that is unique within a tenant only.

    Why: the same number exists for every tenant, so rows find those of others, and sums mix them.

    Bad: `"on": [{"from": "order_no", "to": "order_no"}]` where `tenant_id` is part of the key.
    Good: the same and `{"from": "tenant_id", "to": "tenant_id"}`.
    """

    code = "RLS006"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for edges in subject.graph.edges.values():
            for edge in edges:
                origin = subject.graph.nodes[edge.origin].entity
                target = subject.graph.nodes[edge.target].entity
                column, other = origin.tenancy.attribute, target.tenancy.attribute
                if column is None or other is None or other not in target.keys.primary:
                    continue
                if not any((pair.origin, pair.target) == (column, other) for pair in edge.on):
                    yield self.found(
                        f"/relations/{edge.relation}/on",
                        f"keys of `{target.name}` are unique within a tenant only",
                        f"Add a pair from `{column}` to `{other}`.",
                        Edit.add(f"/relations/{edge.relation}/on/-", {"from": column, "to": other}),
                    )
