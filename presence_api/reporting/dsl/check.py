"""From decoded JSON to a report that may be asked, or to everything that is wrong with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from metamodel.model.entity import Entity
from metamodel.model.join_graph import JoinGraph, join_graph
from metamodel.model.metamodel import Metamodel
from presence_api.reporting.dsl.check_columns import ColumnCheck
from presence_api.reporting.dsl.check_conditions import ConditionCheck, keep_within, without_times
from presence_api.reporting.dsl.check_time import TimeCheck
from presence_api.reporting.dsl.conditions import Normal, Within, joined
from presence_api.reporting.dsl.faults import Fault, FaultCode, Faults
from presence_api.reporting.dsl.member import Member
from presence_api.reporting.dsl.parse import parse
from presence_api.reporting.dsl.report import Pivot, Report, TimeAxis
from presence_api.reporting.dsl.request import DrillAsked, Named, Request
from presence_api.reporting.dsl.vocabulary import Vocabulary, reportable

_NOT_WITH_DRILL: Final = ("measures", "dimensions", "having", "pivot")


class ReportCheck:
    """Checks requests against one metamodel."""

    def __init__(self, model: Metamodel) -> None:
        self._model = model
        self._graph: JoinGraph = join_graph(model)

    def check(self, document: Any, *, groups: Collection[str], now: datetime) -> Report:
        """The report that a decoded request asks for, for somebody in these groups.

        `now` is what relative ranges end at. Raises ReportRefused with every fault.
        """
        faults = Faults()
        request = parse(document, faults)
        entity = self._entity(request.entity, faults)
        if entity is None:
            faults.refuse()
            raise AssertionError  # an entity that is missing is a fault
        words = Vocabulary(self._model, self._graph, entity, groups)
        report = _Checking(words, faults, now).report(request)
        faults.refuse()
        return report

    def _entity(self, asked: Named | None, faults: Faults) -> Entity | None:
        found = self._model.entity(asked.text) if asked else None
        if found and found.public:
            return found
        if asked:
            known = reportable(self._model)
            faults.unknown(asked.at, FaultCode.UNKNOWN_NAME, asked.text, known)
        return None


@dataclass(frozen=True, slots=True)
class _Checking:
    words: Vocabulary
    faults: Faults
    now: datetime

    def report(self, request: Request) -> Report:
        axis = (
            TimeCheck(self.words, self.faults, self.now).axis(request.time)
            if request.time
            else None
        )
        where = self._conditions().normal(request.where) if request.where else None
        rest, within = without_times(where, self.faults)
        axis = self._with_range(axis, within, request)
        found = Report(
            entity=self.words.entity.name,
            time=axis,
            where=rest,
            within=within,
            segments=self._segments(request.segments),
            limit=request.limit,
            offset=request.offset,
            total_count=request.total_count,
            terms=request.terms,
        )
        if request.drill:
            return self._drilled(request, request.drill, found)
        return self._grouped(request, found)

    def _conditions(self) -> ConditionCheck:
        return ConditionCheck(self.words.dimension, self.faults)

    def _with_range(
        self, axis: TimeAxis | None, within: dict[str, Within], request: Request
    ) -> TimeAxis | None:
        """A range is a condition on time like any other, unless a second one is compared with it.

        What is left of the axis then is its grain.
        """
        if axis is None or axis.span is None or request.time is None:
            return axis
        place = f"{request.time.at}/range"
        if request.time.compare:
            if axis.member.path in within:
                message = "a range that is compared is not narrowed by `where`"
                self.faults.add(within[axis.member.path].at, FaultCode.UNFIT, message)
            return axis
        keep_within(within, Within(axis.member, axis.span, place), self.faults)
        return TimeAxis(axis.member, axis.grain) if axis.grain else None

    def _segments(self, asked: Sequence[Named]) -> tuple[Member, ...]:
        found: dict[str, Member] = {}
        for name in asked:
            item = self.words.segment(name)
            if isinstance(item, Fault):
                self.faults.keep(item)
            elif item.path in found:
                self.faults.add(name.at, FaultCode.DOUBLED, "is asked for twice")
            else:
                found[item.path] = item
        return tuple(found[path] for path in sorted(found))

    def _grouped(self, request: Request, base: Report) -> Report:
        columns = ColumnCheck(self.words, self.faults)
        columns.time(base.time, request.time)
        found = replace(
            base,
            dimensions=tuple(columns.dimensions(request.dimensions)),
            measures=tuple(columns.measures(request.measures)),
            having=self._having(request),
        )
        if not request.measures:
            self.faults.add("", FaultCode.MISSING, "wants `measures`, or `drill`")
        pivot = columns.pivot(request.pivot, found.grouped_by) if request.pivot else None
        if pivot:
            self._fits_a_pivot(request, pivot)
        order = tuple(columns.order(request.order, found.grouped_by))
        return replace(found, order=order, pivot=pivot)

    def _having(self, request: Request) -> Normal | None:
        check = ConditionCheck(self.words.measure, self.faults, timed=False)
        return check.normal(request.having) if request.having else None

    def _fits_a_pivot(self, request: Request, pivot: Pivot) -> None:
        """Some questions have no matrix: nobody could say what its totals are."""
        if pivot.totals and request.having:
            message = "Cube knows no totals over the rows that `having` leaves"
            self.faults.add("/pivot/totals", FaultCode.UNFIT, message)
        if request.offset:
            self.faults.add("/offset", FaultCode.UNFIT, "a matrix has no second page")
        if request.time and request.time.compare:
            self.faults.add("/time/compare", FaultCode.UNFIT, "does not go with `pivot`")

    def _drilled(self, request: Request, asked: DrillAsked, base: Report) -> Report:
        for name in _NOT_WITH_DRILL:
            if getattr(request, name):
                self.faults.add(f"/{name}", FaultCode.UNFIT, "does not go with `drill`")
        if request.time and request.time.compare:
            self.faults.add("/time/compare", FaultCode.UNFIT, "does not go with `drill`")
        measure = self.words.measure(asked.measure)
        if isinstance(measure, Fault):
            self.faults.keep(measure)
            return base
        members = self.words.drill_members(measure)
        if not members:
            message = "there is nothing to show behind it: it names no drill members"
            self.faults.add(asked.measure.at, FaultCode.UNFIT, message)
        where, within = self._cell(asked, base)
        columns = ColumnCheck(self.words, self.faults)
        columns.drilled(members)
        found = replace(
            base, time=None, dimensions=members, drill=measure, where=where, within=within
        )
        order = tuple(columns.order(request.order, found.grouped_by))
        return replace(found, order=order)

    def _cell(self, asked: DrillAsked, base: Report) -> tuple[Normal | None, dict[str, Within]]:
        """The conditions of a report, and those that its rows belong to one cell."""
        grains = {base.time.member.path: base.time.grain} if base.time else {}
        check, within = self._conditions(), dict(base.within)
        found = [base.where] if base.where else []
        for name, value in asked.cell:
            item = check.cell(name, value, lambda member: grains.get(member.path))
            if isinstance(item, Within):
                keep_within(within, item, self.faults)
            elif item:
                found.append(item)
        return joined(found, any_of=False), within
