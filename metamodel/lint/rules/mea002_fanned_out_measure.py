"""MEA002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Subject
from metamodel.model.entity import Entity
from metamodel.model.measure import Measure
from metamodel.model.relation import RelationCardinality


class FannedOutMeasure(LintRule):
    """A measure is made of one of another entity, or of values that a join multiplies.

    Why: the two are counted over different rows: with the wrong dimension beside it a ratio of sums
    of orders and of lines is a ratio of nothing, and looks right.

    Bad: `"expression": "{order.total} / NULLIF({line.count}, 0)"`.
    Good: measures of one entity; the other's by a sub-query dimension.
    """

    code = "MEA002"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for item in subject.expressions:
            if not isinstance(item.member, Measure) or item.member.multi_stage:
                continue
            for reference in item.references:
                if reference.node is None or reference.node == item.entity.name:
                    continue
                found = subject.resolve(item.entity, reference)
                if isinstance(found, Measure):
                    fault = "is a measure of another entity"
                elif found and _multiplies(subject, item.entity, reference.node):
                    fault = "is there many times for a row"
                else:
                    continue
                message = f"{reference} in `{item.member.name}` {fault}"
                yield self.found(item.pointer, message, "Bring it in by a sub-query dimension.")


def _multiplies(subject: Subject, entity: Entity, target: str) -> bool:
    path = subject.graph.path(entity.name, target) or ()
    return any(edge.cardinality is RelationCardinality.ONE_TO_MANY for edge in path)
