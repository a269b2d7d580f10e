"""MEM002."""

from collections.abc import Iterator

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject, find_member
from metamodel.model.attribute import ComputedDimension
from metamodel.model.cases import SwitchCase
from metamodel.model.entity import Entity
from metamodel.model.measure import Measure


class UnknownStage(LintRule):
    """A stage switches on a value, shifts by a name or filters by a member that is not there.

    Why: Cube compiles it; the branch is never taken, or the first query with the member fails.

    Bad: `"when": [{"value": "GBP", ...}]` on a switch with the values EUR and USD.
    Good: `"when": [{"value": "USD", ...}]`.
    """

    code = "MEM002"

    def check(self, subject: Subject) -> Iterator[Finding]:
        shifts = {
            shift.name
            for _, entity, item in subject.attributes
            if entity.calendar
            for shift in item.time_shifts
        }
        for at, entity, member in subject.all_members:
            if isinstance(member, ComputedDimension) and member.switch:
                yield from self._cases(subject, f"{at}/switch", entity, member.switch)
            if not isinstance(member, Measure):
                continue
            if member.case:
                yield from self._cases(subject, f"{at}/case", entity, member.case)
            for index, shift in enumerate(member.time_shifts):
                if shift.name and shift.name not in shifts:
                    message = f"no calendar has a shift `{shift.name}`"
                    yield self.found(f"{at}/timeShifts/{index}/name", message, "Name one it has.")
        yield from self._filters(subject)

    def _cases(
        self, subject: Subject, place: str, entity: Entity, case: SwitchCase
    ) -> Iterator[Finding]:
        switch = subject.resolve_name(entity, case.on)
        if not isinstance(switch, ComputedDimension) or not switch.values:
            return  # MEM001 says so
        for index, when in enumerate(case.when):
            if when.value not in switch.values:
                message = f"`{case.on}` has no value `{when.value}`"
                cure = f"Its values are {', '.join(switch.values)}."
                yield self.found(f"{place}/when/{index}/value", message, cure)

    def _filters(self, subject: Subject) -> Iterator[Finding]:
        cubes = {node.cube: node.entity for node in subject.graph.nodes.values()}
        for at, _, member in subject.all_members:
            if not isinstance(member, ComputedDimension | Measure) or member.filter is None:
                continue
            for index, condition in enumerate(member.filter.include):
                for name in condition.members:
                    cube, _, own = name.partition(".")
                    if cube not in cubes or find_member(cubes[cube], own) is None:
                        message = f"`{name}` is no member; here it is `cube.member`"
                        yield self.found(f"{at}/filter/include/{index}", message, "Name one.")
