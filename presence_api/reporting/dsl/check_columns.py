"""The columns of a report: what they are called, how rows are ordered, what goes across."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from presence_api.reporting.dsl.faults import Fault, FaultCode, Faults
from presence_api.reporting.dsl.member import Member
from presence_api.reporting.dsl.report import MeasureColumn, OrderBy, Pivot, TimeAxis
from presence_api.reporting.dsl.request import (
    MeasureAsked,
    Named,
    OrderAsked,
    PivotAsked,
    TimeAsked,
)
from presence_api.reporting.dsl.vocabulary import Vocabulary

_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")


@dataclass
class ColumnCheck:
    """Checks columns in their order. What has become one can be ordered by and pivoted.

    `_columns` knows each by its name and by what the request calls it.
    """

    words: Vocabulary
    faults: Faults
    _columns: dict[str, str] = field(default_factory=dict)

    def time(self, axis: TimeAxis | None, asked: TimeAsked | None) -> None:
        """The time is a column if it has a grain."""
        if axis and asked and axis.grain:
            self._column(axis.member.path, asked.field or Named(axis.member.path, asked.at))

    def dimensions(self, asked: Sequence[Named]) -> Iterator[Member]:
        """The dimensions in the order of the request."""
        for name in asked:
            found = self.words.dimension(name)
            if isinstance(found, Fault):
                self.faults.keep(found)
            elif self._column(found.path, name):
                yield found

    def measures(self, asked: Sequence[MeasureAsked]) -> Iterator[MeasureColumn]:
        """The measures in the order of the request."""
        known: set[str] = set()
        for item in asked:
            found = self.words.measure(item.name)
            if isinstance(found, Fault):
                self.faults.keep(found)
                continue
            if found.path in known:
                self.faults.add(item.name.at, FaultCode.DOUBLED, "is asked for twice")
                continue
            known.add(found.path)
            if item.alias and not _COLUMN.fullmatch(item.alias.text):
                message = "wants a word of letters, digits and `_`"
                self.faults.add(item.alias.at, FaultCode.WRONG_TYPE, message)
            name = item.alias or Named(found.path, item.name.at)
            if self._column(name.text, name if item.alias else item.name):
                yield MeasureColumn(found, name.text)

    def drilled(self, members: Iterable[Member]) -> None:
        """The dimensions that show the rows behind a figure."""
        for item in members:
            self._columns[item.path] = item.path

    def order(self, asked: Sequence[OrderAsked], groups: Mapping[str, Member]) -> Iterator[OrderBy]:
        """As asked, then by whatever else tells rows apart."""
        found: dict[str, OrderBy] = {}
        for item in asked:
            column = self._known(item.by)
            if column in found:
                self.faults.add(item.by.at, FaultCode.DOUBLED, "is ordered by twice")
            elif column is not None:
                found[column] = OrderBy(column, item.descending)
        yield from found.values()
        yield from (OrderBy(name) for name in groups if name not in found)

    def pivot(self, asked: PivotAsked, groups: Mapping[str, Member]) -> Pivot:
        """Every dimension, and the time, goes either down or across."""
        rows, columns = self._axis(asked.rows), self._axis(asked.columns)
        if not asked.columns:
            self.faults.add(asked.at, FaultCode.MISSING, "wants `columns`")
        placed = (*rows, *columns)
        for name in sorted({item for item in placed if placed.count(item) > 1}):
            self.faults.add(asked.at, FaultCode.DOUBLED, f"`{name}` goes down or across, once")
        for name in placed:
            if name not in groups:
                message = f"`{name}` is a measure: these fill the cells"
                self.faults.add(asked.at, FaultCode.UNFIT, message)
        for name in groups:
            if name not in placed:
                message = f"`{name}` goes neither down nor across"
                self.faults.add(asked.at, FaultCode.MISSING, message)
        return Pivot(rows, columns, asked.totals, asked.max_columns, asked.fill)

    def _axis(self, names: Sequence[Named]) -> tuple[str, ...]:
        found = (self._known(item) for item in names)
        return tuple(item for item in found if item is not None)

    def _column(self, name: str, asked: Named) -> bool:
        if name in self._columns.values():
            self.faults.add(asked.at, FaultCode.DOUBLED, f"there are two columns `{name}`")
            return False
        self._columns |= {asked.text: name, name: name}
        return True

    def _known(self, asked: Named) -> str | None:
        found = self._columns.get(asked.text)
        if found is None:
            self.faults.unknown(asked.at, FaultCode.UNKNOWN_NAME, asked.text, self._columns)
        return found
