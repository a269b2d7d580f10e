"""Conditions looked up, typed and brought into their normal form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from metamodel.model.pre_aggregation import TimeGranularity
from presence_api.reporting.dsl.conditions import (
    Comparison,
    Normal,
    Within,
    conjuncts,
    joined,
)
from presence_api.reporting.dsl.faults import Fault, FaultCode, Faults
from presence_api.reporting.dsl.member import Kind, Member
from presence_api.reporting.dsl.request import (
    WITHOUT_VALUE,
    Condition,
    Joint,
    Leaf,
    Named,
    Operator,
)
from presence_api.reporting.dsl.spans import bucket, span_of
from presence_api.reporting.dsl.values import OPERATORS, span_for, values_of
from presence_api.reporting.dsl.visibility import Visibility

_OPPOSITE: Final[Mapping[Operator, Operator]] = {
    Operator.EQ: Operator.NE,
    Operator.NE: Operator.EQ,
    Operator.IN: Operator.NIN,
    Operator.NIN: Operator.IN,
    Operator.IS_NULL: Operator.NOT_NULL,
    Operator.NOT_NULL: Operator.IS_NULL,
}
_OF_ONE: Final[Mapping[Operator, Operator]] = {
    Operator.IN: Operator.EQ,
    Operator.NIN: Operator.NE,
}
_ONLY_FOR_ALL: Final = "a condition on time must hold for all rows: not below `or` or `not`"

Finder = Callable[[Named], Member | Fault]


@dataclass(frozen=True, slots=True)
class ConditionCheck:
    """Looks members up with `find`; conditions on moments only where these are `timed`."""

    find: Finder
    faults: Faults
    timed: bool = True

    def normal(
        self, asked: Condition, *, negated: bool = False, for_all: bool = True
    ) -> Normal | None:
        """The normal form; None if nothing of it can be used.

        `negated` and `for_all` say where it stands: below a `not`, and not below an `or`.
        """
        if isinstance(asked, Leaf):
            return self._leaf(asked, negated=negated, for_all=for_all)
        if asked.joint is Joint.NOT:
            return self.normal(asked.items[0], negated=not negated, for_all=for_all)
        any_of = (asked.joint is Joint.OR) is not negated
        inside = for_all and (len(asked.items) == 1 or not any_of)
        found = [self.normal(item, negated=negated, for_all=inside) for item in asked.items]
        return joined([item for item in found if item], any_of=any_of)

    def cell(
        self, name: Named, value: Any, grain_of: Callable[[Member], str | None]
    ) -> Normal | None:
        """The condition that a row belongs to a cell of an earlier answer."""
        member = self._found(name)
        if member is None:
            return None
        if member.kind is not Kind.TIME or value is None:
            op = Operator.IS_NULL if value is None else Operator.EQ
            return self._compared(member, op, value, name.at, negated=False)
        grain, span = grain_of(member), span_of(value) if isinstance(value, str) else None
        if span is None or span.start is None or grain not in {None, *TimeGranularity}:
            self.faults.add(
                name.at, FaultCode.WRONG_TYPE, "wants the first day or moment of a grain"
            )
            return None
        return Within(
            member, bucket(span.start, TimeGranularity(grain)) if grain else span, name.at
        )

    def _leaf(self, asked: Leaf, *, negated: bool, for_all: bool) -> Normal | None:
        member = self._found(asked.field)
        if member is None:
            return None
        op, timed = asked.op, member.kind is Kind.TIME and asked.op not in WITHOUT_VALUE
        if op not in OPERATORS[member.kind] or (timed and not self.timed):
            message = f"`{op}` does not go with what is a {member.kind}"
            self.faults.add(f"{asked.at}/op", FaultCode.UNFIT, message)
            return None
        place = f"{asked.at}/value"
        if not timed:
            return self._compared(member, op, asked.value, place, negated=negated)
        span = span_for(op, asked.value, place, self.faults)
        if negated or not for_all:
            self.faults.add(asked.at, FaultCode.UNFIT, _ONLY_FOR_ALL)
        return Within(member, span, asked.at) if span else None

    def _compared(
        self, member: Member, op: Operator, value: Any, at: str, *, negated: bool
    ) -> Comparison | None:
        values = values_of(member.kind, op, value, at, self.faults)
        if values is None:
            return None
        if len(values) == 1:
            op = _OF_ONE.get(op, op)
        if negated and op in _OPPOSITE:
            return Comparison(member, _OPPOSITE[op], values)
        return Comparison(member, op, values, negated)

    def _found(self, name: Named) -> Member | None:
        found = self.find(name)
        if isinstance(found, Fault):
            self.faults.keep(found)
            return None
        if found.visibility is Visibility.MASKED:
            message = "is masked for you: nothing can be compared with it"
            self.faults.add(name.at, FaultCode.UNFIT, message)
            return None
        return found


def without_times(root: Normal | None, faults: Faults) -> tuple[Normal | None, dict[str, Within]]:
    """The conditions but for those on time, and of each time the stretch that it must lie in."""
    rest: list[Normal] = []
    times: dict[str, Within] = {}
    for item in conjuncts(root):
        if isinstance(item, Within):
            keep_within(times, item, faults)
        else:
            rest.append(item)
    return joined(rest, any_of=False), times


def keep_within(times: dict[str, Within], item: Within, faults: Faults) -> None:
    """One more stretch that a time must lie in, beside those known."""
    known = times.get(item.member.path, item)
    both = Within(item.member, known.span.meet(item.span), item.at)
    times[item.member.path] = both
    if both.span.empty:
        faults.add(item.at, FaultCode.CONTRADICTION, "no moment meets all that is said of it")
