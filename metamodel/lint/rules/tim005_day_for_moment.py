"""TIM005."""

import re
from collections.abc import Iterator, Mapping

from metamodel.lint.rule import Finding, LintRule, Severity
from metamodel.lint.subject import Member, Subject
from metamodel.lint.view_scope import shown_members
from metamodel.model.attribute import Attribute, AttributeType
from metamodel.model.conditions import Condition, Operator

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENTS = frozenset({AttributeType.TIMESTAMP, AttributeType.TIMESTAMPTZ})
_BY_DAY = frozenset(
    {Operator.BEFORE_OR_ON_DATE, Operator.AFTER_DATE, Operator.EQUALS, Operator.NOT_EQUALS}
)


class DayForMoment(LintRule):
    """A timestamp is compared with a day as if it were a date.

    Why: Cube reads a day as its first moment: `beforeOrOnDate` loses that day, `afterDate` takes it
    in, `equals` finds midnight only. For columns that hold dates all three are right.

    Bad: `{"member": "created_at", "operator": "beforeOrOnDate", "values": ["2024-12-31"]}`.
    Good: `"operator": "beforeDate", "values": ["2025-01-01"]`, or `inDateRange`.
    """

    code = "TIM005"
    severity = Severity.WARNING

    def check(self, subject: Subject) -> Iterator[Finding]:
        for place, entity, policy in subject.policies:
            for index, condition in enumerate(policy.filters):
                members = {name: entity.dimension(name) for name in condition.members}
                yield from self._judged(f"{place}/filters/{index}", condition, members)
        for place, view in subject.views():
            if view.default_filters:
                shown = {item.name: item.member for item in shown_members(subject, view, place)}
                for index, item in enumerate(view.default_filters):
                    at = f"{place}/defaultFilters/{index}/filter"
                    yield from self._judged(at, item.condition, shown)

    def _judged(
        self, place: str, condition: Condition, members: Mapping[str, Member | None]
    ) -> Iterator[Finding]:
        for key, inner in (("or", condition.any_of), ("and", condition.all_of)):
            for index, one in enumerate(inner):
                yield from self._judged(f"{place}/{key}/{index}", one, members)
        found = members.get(condition.member or "")
        if (
            isinstance(found, Attribute)
            and found.type in _MOMENTS
            and condition.operator in _BY_DAY
            and any(_DAY.fullmatch(value) for value in condition.values)
        ):
            message = f"`{condition.member}` is a moment, and is compared with a day"
            cure = "Use `beforeDate` of the next day, `afterOrOnDate`, or `inDateRange`."
            yield self.found(place, message, cure)
