"""From a checked report to everything that a service asks Cube for it."""

from collections.abc import Iterator
from dataclasses import replace

from metamodel.model.join_graph import join_graph
from metamodel.model.measure import Measure, Segment
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.closure import Index
from metamodel.modelgen.plan import plan
from presence_api.reporting.compiler.compiled import (
    Column,
    CompiledReport,
    CubeQuery,
    PivotShape,
)
from presence_api.reporting.compiler.queries import QueryWriter
from presence_api.reporting.compiler.touched import touched_cubes
from presence_api.reporting.dsl.canonical import fingerprint
from presence_api.reporting.dsl.conditions import Junction, Normal
from presence_api.reporting.dsl.member import Member
from presence_api.reporting.dsl.report import Pivot, Report
from presence_api.reporting.dsl.request import Total
from presence_api.reporting.dsl.visibility import Visibility


class ReportCompiler:
    """Compiles reports that were checked against the same metamodel."""

    def __init__(self, model: Metamodel) -> None:
        graph = join_graph(model)
        self._writer = QueryWriter(graph, model.extent)
        self._index = Index.of(plan(model))
        self._roots = {name: node.cube for name, node in graph.nodes.items()}

    def compile(self, report: Report) -> CompiledReport:
        """Everything that has to be asked, and how to read it.

        What a range is compared with is a query of its own: Cube's `compareDateRange` is several
        queries in one, and rollups are judged by the one range that was asked of them.
        """
        kept, axis, limit = report.grouped_by, report.time, report.limit + 1
        prior = axis.prior if axis else None
        columns = tuple(self._columns(report))
        return CompiledReport(
            fingerprint=fingerprint(report),
            main=self._writer.query(report, kept, limit, axis.span if axis else None),
            prior=self._writer.query(report, kept, limit, prior) if prior else None,
            totals=dict(self._totals(report, report.pivot)) if report.pivot else {},
            columns=columns,
            cubes=self._cubes(report),
            limit=report.limit,
            pivot=_shape(report, report.pivot, columns) if report.pivot else None,
            terms=report.terms,
        )

    def _totals(self, report: Report, pivot: Pivot) -> Iterator[tuple[Total, CubeQuery]]:
        """Totals are asked for: averages and distinct counts are no sums of their parts."""
        wanted: dict[Total, tuple[tuple[str, ...], int]] = {
            Total.ROWS: (pivot.rows, report.limit + 1),
            Total.COLUMNS: (pivot.columns, pivot.max_columns + 1),
            Total.GRAND: ((), 1),
        }
        uncounted = replace(report, total_count=False)
        for total, (kept, limit) in wanted.items():
            if total in pivot.totals:
                yield total, self._writer.query(uncounted, kept, limit)

    def _columns(self, report: Report) -> Iterator[Column]:
        for path, item in report.grouped_by.items():
            key = self._writer.member(item)
            if report.time and report.time.grain and path == report.time.member.path:
                key = f"{key}.{report.time.grain}"
            yield _column(path, key, item)
        for measure in report.measures:
            yield _column(measure.name, self._writer.member(measure.member), measure.member)

    def _cubes(self, report: Report) -> frozenset[str]:
        named = [
            *report.grouped_by.values(),
            *(item.member for item in report.measures),
            *(item.member for item in report.within.values()),
            *report.segments,
            *_compared(report.where),
            *_compared(report.having),
            *((report.drill,) if report.drill else ()),
            *((report.time.member,) if report.time else ()),
        ]
        members = {self._writer.member(item) for item in named}
        return touched_cubes(self._index, self._roots[report.entity], members)


def _column(name: str, key: str, item: Member) -> Column:
    shown = item.definition
    if isinstance(shown, Segment):
        raise TypeError("a segment is no column")
    drillable = isinstance(shown, Measure) and bool(shown.drill_members)
    return Column(
        name,
        key,
        item.kind,
        shown.format,
        shown.currency,
        drillable,
        integer=item.integer,
        masked=item.visibility is Visibility.MASKED,
    )


def _shape(report: Report, pivot: Pivot, columns: tuple[Column, ...]) -> PivotShape:
    by_name = {item.name: item for item in columns}
    backwards = {item.column for item in report.order if item.descending}
    return PivotShape(
        rows=tuple(by_name[name] for name in pivot.rows),
        columns=tuple(by_name[name] for name in pivot.columns),
        measures=tuple(by_name[item.name] for item in report.measures),
        descending=tuple(name in backwards for name in pivot.columns),
        max_columns=pivot.max_columns,
        fill=pivot.fill,
    )


def _compared(condition: Normal | None) -> Iterator[Member]:
    if isinstance(condition, Junction):
        for item in condition.items:
            yield from _compared(item)
    elif condition is not None:
        yield condition.member
