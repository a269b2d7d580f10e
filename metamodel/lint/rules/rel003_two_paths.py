"""REL003."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.meanings import second_meanings


class TwoPaths(LintRule):
    """An entity is reached from another by two paths that can lead to different rows.

    Why: Cube takes the shortest path without a word, and both at once under one alias. Sums by the
    customer's nation turn out to be by the supplier's. Each meaning needs a role of its own. Paths
    that carry the same key all the way are one meaning and allowed.

    Bad: `customer` -> `nation` and `supplier` -> `nation`, both below `lineitem`.
    Good: the same with `"role": "customer_nation"` and `"role": "supplier_nation"`.
    """

    code = "REL003"

    def check(self, subject: Subject) -> Iterator[Finding]:
        reported: set[tuple[int, str]] = set()
        for root in subject.graph.nodes:
            for edge, other in second_meanings(subject.graph.edges, root):
                if (edge.relation, other) not in reported:
                    reported.add((edge.relation, other))
                    yield self.found(
                        f"/relations/{edge.relation}",
                        f"`{edge.target}` is reached from `{root}` by {other} and by {edge.origin}",
                        "Give one of the two relations a `role`.",
                    )
