"""Every expression and every member name that a member holds, with its place below the member."""

from collections.abc import Iterator
from typing import TypeAlias

from metamodel.model.attribute import Attribute, ComputedDimension, Dimension
from metamodel.model.cases import Case, SwitchCase
from metamodel.model.measure import Measure, Segment
from metamodel.model.multi_stage import StageFilter

Member = Attribute | ComputedDimension | Measure | Segment
Placed: TypeAlias = tuple[str, str]
"""A JSON pointer below the member, and the text there."""


def expressions_of(member: Member) -> Iterator[Placed]:
    """All SQL of a member."""
    if not isinstance(member, Attribute) and member.expression:
        yield "/expression", member.expression
    if isinstance(member, Dimension):
        yield from _dimension(member)
    if isinstance(member, ComputedDimension):
        yield from _computed(member)
    if isinstance(member, Measure):
        yield from _measure(member)


def names_of(member: Member) -> Iterator[Placed]:
    """All names of members that a member holds: `name` of its entity or `entity.name`."""
    if isinstance(member, ComputedDimension):
        yield from _each("addGroupBy", member.add_group_by)
        yield from _filter(member.filter)
        if member.switch:
            yield "/switch/on", member.switch.on
    if isinstance(member, Measure):
        yield from _each("drillMembers", member.drill_members)
        yield from _each("groupBy", member.group_by)
        yield from _each("reduceBy", member.reduce_by)
        yield from _each("addGroupBy", member.add_group_by)
        yield from _filter(member.filter)
        if member.grain:
            yield from _each("grain/exclude", member.grain.exclude)
            yield from _each("grain/keepOnly", member.grain.keep_only or ())
            yield from _each("grain/include", member.grain.include)
        if member.case:
            yield "/case/on", member.case.on
        for index, shift in enumerate(member.time_shifts):
            if shift.dimension:
                yield f"/timeShifts/{index}/dimension", shift.dimension


def _each(key: str, texts: tuple[str, ...]) -> Iterator[Placed]:
    for index, text in enumerate(texts):
        yield f"/{key}/{index}", text


def _filter(item: StageFilter | None) -> Iterator[Placed]:
    if item:
        yield from _each("filter/exclude", item.exclude)
        yield from _each("filter/keepOnly", item.keep_only or ())


def _dimension(item: Dimension) -> Iterator[Placed]:
    if item.mask and item.mask.sql:
        yield "/mask/sql", item.mask.sql
    for index, link in enumerate(item.links):
        if link.url:
            yield f"/links/{index}/url", link.url
        for at, parameter in enumerate(link.params):
            yield f"/links/{index}/params/{at}/value", parameter.value
    for index, granularity in enumerate(item.granularities):
        if granularity.expression:
            yield f"/granularities/{index}/expression", granularity.expression
    for index, shift in enumerate(item.time_shifts):
        if shift.expression:
            yield f"/timeShifts/{index}/expression", shift.expression


def _computed(item: ComputedDimension) -> Iterator[Placed]:
    if item.case:
        yield from _case(item.case)
    if item.switch:
        yield from _switch("switch", item.switch)
    if item.geo:
        yield "/geo/latitude", item.geo.latitude
        yield "/geo/longitude", item.geo.longitude
    if item.key:
        yield "/key", item.key


def _measure(item: Measure) -> Iterator[Placed]:
    yield from _each("filters", item.filters)
    yield from _each("drillFilters", item.drill_filters)
    for index, one in enumerate(item.order_by):
        yield f"/orderBy/{index}/expression", one.expression
    if item.case:
        yield from _switch("case", item.case)
    if item.mask and item.mask.sql:
        yield "/mask/sql", item.mask.sql


def _case(item: Case) -> Iterator[Placed]:
    for index, one in enumerate(item.when):
        yield f"/case/when/{index}/condition", one.condition
        if one.label.expression:
            yield f"/case/when/{index}/label/expression", one.label.expression
    if item.otherwise.expression:
        yield "/case/else/expression", item.otherwise.expression


def _switch(key: str, item: SwitchCase) -> Iterator[Placed]:
    for index, one in enumerate(item.when):
        yield f"/{key}/when/{index}/expression", one.expression
    if item.otherwise:
        yield f"/{key}/else", item.otherwise
