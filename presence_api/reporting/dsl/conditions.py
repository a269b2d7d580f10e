"""Conditions in their normal form: `not` at the comparisons only, like junctions put together."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from metamodel.kernel.canonical import canonical_json
from presence_api.reporting.dsl.member import Member
from presence_api.reporting.dsl.request import Joint, Operator
from presence_api.reporting.dsl.spans import Span, end_text, start_text

Value = str | int | float | bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """One member compared with values; `negated` only where no other operator says the same."""

    member: Member
    op: Operator
    values: tuple[Value, ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Within:
    """A time within a stretch; `at` is where the request says so."""

    member: Member
    span: Span
    at: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Junction:
    """At least two conditions, of which one or all must hold; in the order of their texts."""

    any_of: bool
    items: "tuple[Normal, ...]"


Normal = Comparison | Within | Junction


def joined(items: Iterable[Normal], *, any_of: bool) -> Normal | None:
    """Conditions as one: nested junctions of the same kind dissolve, what is said twice goes."""
    flat: list[Normal] = []
    for item in items:
        same = isinstance(item, Junction) and item.any_of is any_of
        flat.extend(item.items if isinstance(item, Junction) and same else (item,))
    by_text = {canonical_json(as_request(item)): item for item in flat}
    ordered = tuple(by_text[text] for text in sorted(by_text))
    if len(ordered) > 1:
        return Junction(any_of, ordered)
    return ordered[0] if ordered else None


def conjuncts(item: Normal | None) -> tuple[Normal, ...]:
    """The conditions that must all hold."""
    if isinstance(item, Junction) and not item.any_of:
        return item.items
    return (item,) if item else ()


def as_request(item: Normal) -> dict[str, Any]:
    """A condition as a request says it."""
    if isinstance(item, Junction):
        joint = Joint.OR if item.any_of else Joint.AND
        return {joint.value: [as_request(one) for one in item.items]}
    if isinstance(item, Within):
        return {"field": item.member.path, **_within(item.span)}
    said: dict[str, Any] = {"field": item.member.path, "op": item.op.value}
    if item.op in {Operator.IN, Operator.NIN, Operator.BETWEEN}:
        said["value"] = list(item.values)
    elif item.values:
        said["value"] = item.values[0]
    return {Joint.NOT.value: said} if item.negated else said


def _within(span: Span) -> dict[str, Any]:
    start = start_text(span.start) if span.start else None
    end = end_text(span.end) if span.end else None
    if start and end:
        return {"op": Operator.BETWEEN.value, "value": [start, end]}
    operator = Operator.GTE if start else Operator.LTE
    return {"op": operator.value, "value": start or end}
