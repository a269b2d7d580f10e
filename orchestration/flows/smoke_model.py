"""Ask a served model what it must be able to answer, and compare rollups with their source."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from metamodel.kernel.errors import RampartError
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.probes import PLANNED_ONLY
from orchestration.ports.cube import Caller, Cube, CubeUnavailable
from orchestration.ports.ledger import LedgerUnavailable

MOST_ROWS = 1000
UNCACHED = {"cache": "no-cache"}  # the question is what the tables hold, not what Cube remembers
_Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SmokeOutcome:
    """One question and how it went; `words` say what was wrong.

    Not `proven`: nobody answered, so nothing is known.
    """

    name: str
    words: str = ""
    proven: bool = True

    @property
    def passed(self) -> bool:
        """Was the answer what it must be?"""
        return not self.words


def unanswered(name: str, error: RampartError) -> SmokeOutcome:
    """The outcome of a question that ended in an error."""
    away = isinstance(error, (CubeUnavailable, LedgerUnavailable))
    return SmokeOutcome(name, error.explain(), proven=not away)


def smoke_model(model: GeneratedModel, version: str, cube: Cube) -> tuple[SmokeOutcome, ...]:
    """Every probe of a generation on a version that Cube serves.

    A cube's probe must answer. A rollup's probe must come from the rollup, and so must an answer
    that is equal, row for row, to the same question put to the source: its totals by year, or,
    where another rollup gives those, the first rows of the probe. Errors of Cube are outcomes.
    """
    caller = Caller(version=version, service=True)
    return tuple(
        _outcome(name, _visible(query, model.hidden), caller, cube)
        for name, query in model.probes.items()
        if not name.endswith(PLANNED_ONLY)
    )


def _visible(query: _Row, hidden: frozenset[str]) -> _Row:
    """The same without members that Cube plans with but shows to nobody."""
    shown = {
        kind: [member for member in query.get(kind, ()) if member not in hidden]
        for kind in ("measures", "dimensions")
    }
    return {**query, **shown, **UNCACHED, "limit": MOST_ROWS}


def _outcome(name: str, query: _Row, caller: Caller, cube: Cube) -> SmokeOutcome:
    try:
        if "." in name:
            return SmokeOutcome(name, _compared(name, query, caller, cube))
        cube.load(query, caller)
    except RampartError as error:
        return unanswered(name, error)
    return SmokeOutcome(name)


def _compared(rollup: str, query: _Row, caller: Caller, cube: Cube) -> str:
    """What is wrong with a rollup's answers; nothing is compared that did not come from it."""
    asked = _in_order(query)
    answer = cube.load(asked, caller)
    if rollup not in answer.used_rollups:
        return "not answered from the rollup"
    totals = _totals(query)
    by_year = cube.load(totals, caller)
    if rollup in by_year.used_rollups:
        asked, answer = totals, by_year
    truth = cube.load(asked, replace(caller, source=True))
    same = _sorted(answer.rows) == _sorted(truth.rows)
    return "" if same else "the rollup's rows differ from the source's"


def _in_order(query: _Row) -> _Row:
    """In a total order, so that a limit cuts the same rows off everywhere."""
    times = [time["dimension"] for time in query.get("timeDimensions", ())]
    return {**query, "order": [[member, "asc"] for member in (*times, *query["dimensions"])]}


def _totals(query: _Row) -> _Row:
    """The rollup's measures by year: few rows, each the sum of many."""
    times = [{**time, "granularity": "year"} for time in query.get("timeDimensions", ())]
    return {**query, "dimensions": [], "segments": [], "timeDimensions": times, "order": []}


def _sorted(rows: tuple[_Row, ...]) -> list[tuple[tuple[str, str], ...]]:
    return sorted(tuple(sorted((key, str(value)) for key, value in row.items())) for row in rows)
