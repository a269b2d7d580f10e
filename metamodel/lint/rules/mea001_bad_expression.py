"""MEA001."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Expression, Subject, find_member, references_of
from metamodel.model.attribute import ComputedDimension
from metamodel.model.entity import Entity
from metamodel.model.measure import Measure, MeasureType
from metamodel.model.references import Reference, references


class BadExpression(LintRule):
    """An expression refers to what does not exist, is out of reach, or leads back to itself.

    Why: Cube finds some of this when it compiles, some only when a query is planned, and then it
    refuses every query on the cube. A dimension sees single rows, so it holds a measure only as a
    sub-query: then the expression is that one measure, of an entity that joins to this one.

    Bad: `{"name": "net", "type": "sum", "expression": "{price} - {rebate}"}`, no `rebate`.
    Good: `{"name": "net", "type": "sum", "expression": "{price} * (1 - {discount})"}`.
    """

    code = "MEA001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for item in subject.expressions():
            for reference in references(item.text):
                fault = _fault(subject, item, reference)
                if fault:
                    cure = (
                        "Refer to `{member}` of this entity or `{entity.member}` of a joined one."
                    )
                    yield self.found(item.pointer, f"{reference} {fault}", cure)
        for place, entity in subject.entities():
            for at, member in subject.members(place, entity):
                if isinstance(member, Measure) and not (member.expression or member.case):
                    if member.type not in _NEED_NONE:
                        message = f"measure `{member.name}` ({member.type}) has no expression"
                        yield self.found(at, message, "Say what is aggregated.")
                elif _circular(subject, entity, member.name):
                    message = f"`{entity.name}.{member.name}` is made of itself"
                    yield self.found(at, message, "Break the circle.")


_NEED_NONE = frozenset({MeasureType.COUNT, MeasureType.RANK})


def _fault(subject: Subject, item: Expression, reference: Reference) -> str | None:
    if reference.member is None:
        return None
    node = subject.node(item.entity, reference)
    found = find_member(node.entity, reference.member) if node else None
    if node is None or found is None:
        return "does not exist"
    sub_query = isinstance(item.member, ComputedDimension) and item.member.sub_query
    if sub_query:
        return _sub_query_fault(subject, item, reference, isinstance(found, Measure))
    if isinstance(found, Measure) and not isinstance(item.member, Measure):
        return "is a measure, and a single row has none"
    if subject.graph.path(item.entity.name, node.name) is None:
        return f"cannot be joined to `{item.entity.name}`"
    return None


def _sub_query_fault(
    subject: Subject, item: Expression, reference: Reference, is_measure: bool
) -> str | None:
    if not is_measure or item.text.strip() != str(reference):
        return "has to be one measure and nothing else in a sub-query"
    if subject.graph.path(reference.node or item.entity.name, item.entity.name) is None:
        return f"is of an entity that does not join to `{item.entity.name}`"
    return None


def _circular(subject: Subject, entity: Entity, name: str) -> bool:
    start = (entity.name, name)
    seen: set[tuple[str, str]] = set()
    stack = [start]
    while stack:
        here = stack.pop()
        owner = subject.model.entity(here[0])
        member = find_member(owner, here[1]) if owner else None
        if owner is None or member is None:
            continue
        for reference in references_of(member):
            node = subject.node(owner, reference)
            if node is None or reference.member is None:
                continue
            step = (node.entity.name, reference.member)
            if step == start:
                return True
            if step not in seen:
                seen.add(step)
                stack.append(step)
    return False
