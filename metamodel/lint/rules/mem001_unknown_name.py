"""MEM001."""

from collections.abc import Iterator

from metamodel.lint.member_texts import names_of
from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Member, Subject
from metamodel.lint.view_scope import has_dimension
from metamodel.model.attribute import MemberType
from metamodel.model.entity import Entity
from metamodel.model.measure import Measure, Segment
from metamodel.model.references import split_member


class UnknownName(LintRule):
    """A member or a hierarchy names one that does not exist, does not fit or is out of reach.

    Why: Cube takes most such names when it compiles and refuses, or leaves out, what is built on
    them when somebody asks.

    Bad: `"drillMembers": ["id", "town"]`, no `town`; `"levels": ["revenue"]`.
    Good: `"drillMembers": ["id", "customer.city"]`.
    """

    code = "MEM001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, entity, member in subject.all_members:
            for below, name in names_of(member):
                yield from self._judged(subject, f"{at}{below}", entity, name, _wanted(below))
        for place, entity in subject.entities():
            for index, hierarchy in enumerate(entity.hierarchies):
                at = f"{place}/hierarchies/{index}/levels"
                for position, name in enumerate(hierarchy.levels):
                    yield from self._judged(subject, f"{at}/{position}", entity, name, "dimension")

    def _judged(
        self, subject: Subject, place: str, entity: Entity, name: str, wanted: str
    ) -> Iterator[Finding]:
        reference = split_member(name)
        found = subject.resolve(entity, reference)
        if found is None:
            fault = "does not exist"
        elif not _is(found, wanted):
            fault = f"is no {wanted}"
        elif reference.node and not subject.reaches(entity.name, reference.node):
            fault = f"cannot be joined to `{entity.name}`"
        else:
            return
        cure = "Name a member of this entity, or `entity.member` of one it joins to."
        yield self.found(place, f"`{name}` {fault}", cure)


def _wanted(below: str) -> str:
    if below.startswith("/drillMembers"):
        return "member to drill into"
    if below.startswith("/timeShifts"):
        return "time"
    return "switch" if below.endswith("/on") else "dimension"


def _is(found: Member, wanted: str) -> bool:
    if isinstance(found, Segment) or not has_dimension(found):
        return False
    if isinstance(found, Measure):
        return wanted == "member to drill into"
    kinds = {"time": MemberType.TIME, "switch": MemberType.SWITCH}
    return wanted not in kinds or found.member_type is kinds[wanted]
