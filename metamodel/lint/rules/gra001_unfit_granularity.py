"""GRA001."""

import re
from collections.abc import Iterator
from datetime import datetime

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.attribute import Attribute, ComputedDimension, MemberType
from metamodel.model.entity import Entity
from metamodel.model.pre_aggregation import TimeGranularity
from metamodel.model.time_shape import CustomGranularity


class UnfitGranularity(LintRule):
    """A granularity or a shift does not fit its dimension, or an interval lacks its origin.

    Why: Cube refuses the whole model when it compiles. An interval without an origin has to divide
    the next larger unit: quarters of an hour start at the hour, and nobody knows where seven hours
    start.

    Bad: `{"name": "shift", "interval": "7 hour"}`; granularities at a string.
    Good: `{"name": "shift", "interval": "7 hour", "origin": "2024-01-01T06:00:00"}`.
    """

    code = "GRA001"

    def check(self, subject: Subject) -> Iterator[Finding]:
        for at, entity, member in subject.all_members:
            if not isinstance(member, Attribute | ComputedDimension):
                continue
            if (member.granularities or member.time_shifts) and (
                member.member_type is not MemberType.TIME
            ):
                message = f"`{member.name}` is no time, and has granularities or shifts"
                yield self.found(at, message, "Move them to a time.")
            for index, item in enumerate(member.granularities):
                fault = _fault(item, entity)
                if fault:
                    cure = "Give an `origin`, or an interval that divides the next unit."
                    place = f"{at}/granularities/{index}"
                    yield self.found(place, f"the granularity `{item.name}` {fault}", cure)
            if member.time_shifts and not entity.calendar:
                message = f"`{member.name}` has shifts, and `{entity.name}` is no calendar"
                yield self.found(f"{at}/timeShifts", message, 'Say `"calendar": true`.')


_STANDARD = frozenset(TimeGranularity)
_PARENTS = {"month": 12, "quarter": 4, "week": 1, "day": 1, "hour": 24, "minute": 60, "second": 60}
_PAIR = 2


def _fault(item: CustomGranularity, entity: Entity) -> str | None:
    own = item.name in _STANDARD
    if item.expression is not None:
        if entity.calendar and own:
            return None
        return "has an expression, which is for Cube's own ones in calendars"
    if own:
        return "has the name of one of Cube's own"
    if item.origin is not None:
        return None if _is_moment(item.origin) else f"has the origin `{item.origin}`, no moment"
    if not _divides(item.interval or ""):
        return f"has no origin, and {item.interval} divide no larger unit"
    return None


def _divides(interval: str) -> bool:
    words = interval.split()
    if len(words) != _PAIR:
        return False
    amount, unit = int(words[0]), words[1].removesuffix("s")
    return unit == "year" or (amount > 0 and _PARENTS[unit] % amount == 0)


def _is_moment(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return bool(re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", text))
    return True
