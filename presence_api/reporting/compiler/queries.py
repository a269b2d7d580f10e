"""One query in Cube's words, for a report grouped by all or some of its columns."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from metamodel.model.join_graph import JoinGraph
from metamodel.model.partitions import Extent
from presence_api.reporting.compiler.compiled import CubeQuery, TimeRange
from presence_api.reporting.compiler.filters import Filter, filters
from presence_api.reporting.compiler.ranges import date_range, time_range
from presence_api.reporting.dsl.member import Member
from presence_api.reporting.dsl.report import Report
from presence_api.reporting.dsl.request import FreshnessMode
from presence_api.reporting.dsl.spans import Span

_CACHE: Final = {
    FreshnessMode.CACHE_FIRST: "stale-if-slow",
    FreshnessMode.REVALIDATE: "must-revalidate",
    FreshnessMode.FRESH: "no-cache",
}
_ALWAYS_SAID: Final = frozenset({"limit", "order"})
"""Cube has a limit and an order of its own for queries without."""


@dataclass(frozen=True, slots=True)
class QueryWriter:
    """Writes queries on the cubes of one metamodel."""

    graph: JoinGraph
    extent: Extent

    def member(self, item: Member) -> str:
        """A member as Cube calls it."""
        return f"{self.graph.nodes[item.node].cube}.{item.name}"

    def query(
        self, report: Report, kept: Collection[str], limit: int, span: Span | None = None
    ) -> CubeQuery:
        """The report grouped by the columns that are `kept`; `span` is that of its time axis."""
        ranges = self._ranges(report, span)
        dimensions = [item for item in report.dimensions if item.path in kept]
        body: dict[str, Any] = {
            "measures": [self.member(item.member) for item in report.measures],
            "dimensions": [self.member(item) for item in dimensions],
            "timeDimensions": list(self._times(report, kept, ranges)),
            "filters": self._filters(report),
            "segments": [self.member(item) for item in report.segments],
            "order": list(self._order(report, kept)),
            "limit": limit,
            "offset": report.offset,
            "total": report.total_count,
            "timezone": "UTC",
            "cache": _CACHE[report.terms.freshness],
        }
        said = {name: value for name, value in body.items() if value or name in _ALWAYS_SAID}
        return CubeQuery(said, tuple(ranges.values()))

    def _ranges(self, report: Report, span: Span | None) -> dict[str, TimeRange]:
        """What is asked of each time dimension, by Cube's name."""
        spans = [(item.member, item.span) for item in report.within.values()]
        if report.time and span:
            spans.append((report.time.member, span))
        named = [(self.member(member), wanted) for member, wanted in spans]
        return {name: time_range(name, wanted, self.extent) for name, wanted in sorted(named)}

    def _times(
        self, report: Report, kept: Collection[str], ranges: Mapping[str, TimeRange]
    ) -> Iterator[dict[str, Any]]:
        """Conditions on time stand here only: as filters they would miss every rollup."""
        axis, grains = report.time, {}
        if axis and axis.grain and axis.member.path in kept:
            grains[self.member(axis.member)] = axis.grain
        for name in {**grains, **ranges}:
            said: dict[str, Any] = {"dimension": name}
            if name in grains:
                said["granularity"] = grains[name]
            if name in ranges:
                said["dateRange"] = date_range(ranges[name])
            yield said

    def _filters(self, report: Report) -> list[Filter]:
        found = [*filters(report.where, self.member), *filters(report.having, self.member)]
        if report.drill:  # the rows that the measure counts, where it does not count all
            found.append({"member": self.member(report.drill), "operator": "measureFilter"})
        return found

    def _order(self, report: Report, kept: Collection[str]) -> Iterator[list[str]]:
        """The report's order as far as it goes: a single row needs none."""
        if not kept:
            return
        groups = report.grouped_by
        names = {path: self.member(item) for path, item in groups.items() if path in kept}
        names |= {item.name: self.member(item.member) for item in report.measures}
        for item in report.order:
            if item.column in names:
                yield [names[item.column], "desc" if item.descending else "asc"]
