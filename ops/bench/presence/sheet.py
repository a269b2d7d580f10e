"""What a cell has measured, as a table: medians, ranges, ratios to each peer, and the goals."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from ops.bench.presence.service import OURS

_NAME: Final = 21
_WIDE: Final = 27


@dataclass(frozen=True, slots=True)
class Column:
    """One figure of a server; `ratio`: ours is also shown as a share of each peer's."""

    key: str
    head: str
    digits: int = 1
    ratio: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """At most (or at least) so much; beside a peer it is the ratio of ours to theirs that counts.

    Each round has to keep it, or with `by_median` only their median, where one round says little.
    """

    key: str
    limit: float
    peer: str = ""
    at_least: bool = False
    by_median: bool = False

    def words(self) -> str:
        """What is asked for."""
        sign = ">=" if self.at_least else "<="
        beside = f" of {self.peer}" if self.peer else ""
        return f"{sign} {self.limit:g}{beside}"


@dataclass(slots=True)
class Sheet:
    """The rows of one cell, a server each, with a figure a round."""

    title: str
    columns: Sequence[Column]
    goals: Sequence[Goal]
    rows: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(self, server: str, **measured: float) -> None:
        """What one round found."""
        self.rows.setdefault(server, []).append(measured)

    def fault(self, server: str, **counts: int) -> None:
        """Counts that should be zero; they fail the run if the server is ours."""
        wrong = [f"{name} {count}" for name, count in counts.items() if count]
        late = f"{server} did not deliver everything in time"
        if wrong and server.startswith(OURS):
            self.faults.append(f"{server}: {', '.join(wrong)}")
        elif wrong and late not in self.notes:
            self.notes.append(late)

    def lines(self) -> list[str]:
        """All of it, to print."""
        head = "".join(f"{column.head:>{_WIDE}}" for column in self.columns)
        found = [self.title, f"  {'':{_NAME}}{head}"]
        found += [f"  {name:{_NAME}}{self._figures(name)}" for name in self.rows]
        for column in self.columns:
            found += self._ratios(column) if column.ratio else []
        found += [f"  goal: {words:58} {said}" for words, said, _ in self.verdicts()]
        found += [f"  note: {note}" for note in self.notes]
        found += [f"  FAULT: {fault}" for fault in self.faults]
        return found

    def verdicts(self) -> list[tuple[str, str, bool]]:
        """Each goal that could be judged: its words, what was found, and whether it is met."""
        return [verdict for goal in self.goals if (verdict := self._verdict(goal))]

    def _figures(self, name: str) -> str:
        cells = []
        for column in self.columns:
            values = [row[column.key] for row in self.rows[name] if column.key in row]
            cells.append(f"{_range(values, column.digits):>{_WIDE}}")
        return "".join(cells)

    def _ratios(self, column: Column) -> list[str]:
        found = []
        for name in self.rows:
            ratios = self._beside(name, column.key)
            if name != OURS and ratios:
                found.append(f"  ours / {name:{_NAME}} {column.head:>20}: {_range(ratios, 3)}")
        return found

    def _beside(self, peer: str, key: str) -> list[float]:
        """Ours as a share of a peer's, by round."""
        pairs = zip(self.rows.get(OURS, []), self.rows.get(peer, []), strict=False)
        return [
            ours[key] / theirs[key]
            for ours, theirs in pairs
            if key in ours and theirs.get(key, 0) > 0
        ]

    def _verdict(self, goal: Goal) -> tuple[str, str, bool] | None:
        if goal.peer:
            values = self._beside(goal.peer, goal.key)
        else:
            values = [row[goal.key] for row in self.rows.get(OURS, []) if goal.key in row]
        if not values:
            return None
        head = next((one.head for one in self.columns if one.key == goal.key), goal.key)
        judged = [median(values)] if goal.by_median else values
        kept = sum(
            value >= goal.limit if goal.at_least else value <= goal.limit for value in judged
        )
        met = kept == len(judged)
        rounds = "by the median" if goal.by_median else f"in {kept} of {len(judged)} rounds"
        said = f"{_range(values, 3)}: {'met' if met else 'missed'} {rounds}"
        return f"{head} {goal.words()}", said, met


def _range(values: Sequence[float], digits: int) -> str:
    """The median, and from where to where."""
    if not values:
        return "-"
    middle = f"{median(values):.{digits}f}"
    if len(values) == 1:
        return middle
    return f"{middle} ({min(values):.{digits}f}-{max(values):.{digits}f})"
