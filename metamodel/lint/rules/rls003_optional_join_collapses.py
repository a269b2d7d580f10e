"""RLS003."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject


class OptionalJoinCollapses(LintRule):
    """A relation that may find nothing leads to an entity that row filters apply to.

    Why: Cube puts the tenancy filter behind the LEFT JOIN: rows without a partner have no tenant
    there, and vanish from every answer that names the other entity (cube-js/cube 11574).

    Bad: `{"from": "order", "to": "agent", "on": [{"from": "agent_id", ...}]}`, `agent_id` nullable.
    Good: the same with `"nullable": false` and a row for "no agent".
    """

    code = "RLS003"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for edges in subject.graph.edges.values():
            for edge in edges:
                origin, target = subject.graph.nodes[edge.origin], subject.graph.nodes[edge.target]
                if not target.entity.tenant_owned:
                    continue
                for index, pair in enumerate(edge.on):
                    attribute = origin.entity.attribute(pair.origin)
                    if attribute and attribute.nullable:
                        yield self.found(
                            f"/relations/{edge.relation}/on/{index}",
                            f"`{pair.origin}` may be NULL, `{edge.target}` is filtered by tenant",
                            'Make it `"nullable": false`, with a row that stands for none.',
                        )
