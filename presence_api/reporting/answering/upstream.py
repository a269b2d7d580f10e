"""Everything that one report asks of Cube: polled until it is answered, each poll guarded."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from metamodel.kernel.errors import RampartError
from presence_api.ports.report_source import (
    NothingBuilt,
    ReportSource,
    SecurityContext,
    SourceAnswer,
    SourceTooSlow,
    StillRunning,
)
from presence_api.reporting.answering.counts import ReportCounts
from presence_api.reporting.compiler.compiled import CompiledReport, CubeQuery
from presence_api.reporting.dsl.request import Total
from presence_api.reporting.guarding.breaker import Breaker

AGAIN_S: Final = 0.1
"""Cube has waited already; this only keeps one that answers at once from being asked too often."""
_OUTCOMES: Final[Mapping[type, str]] = {
    SourceAnswer: "answered",
    StillRunning: "running",
    NothingBuilt: "unbuilt",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """Cube's answers to the queries of one report."""

    main: SourceAnswer
    prior: SourceAnswer | None = None
    totals: Mapping[Total, SourceAnswer] = field(default_factory=dict)

    @property
    def all(self) -> tuple[SourceAnswer, ...]:
        """Each of them."""
        return (self.main, *((self.prior,) if self.prior else ()), *self.totals.values())


class Upstream:
    """Asks as long as `longest_s`; `breaker` stands around each poll."""

    def __init__(
        self, source: ReportSource, breaker: Breaker, counts: ReportCounts, longest_s: float
    ) -> None:
        self._source, self._breaker, self._counts = source, breaker, counts
        self._longest_s = longest_s

    async def answers(self, report: CompiledReport, context: SecurityContext) -> Answers | None:
        """All answers; None if of some query nothing is built.

        The rest is asked at once, when the first is answered: a breaker lets one probe through.
        Raises SourceUnavailable, SourceTooSlow, SourceRefused, BreakerOpen.
        """
        try:
            async with asyncio.timeout(self._longest_s):
                return await self._answers(report, context)
        except TimeoutError as error:
            raise SourceTooSlow(f"no answer within {self._longest_s:g} s") from error

    async def _answers(self, report: CompiledReport, context: SecurityContext) -> Answers | None:
        main = await self._ask(report.main, context)
        if main is None:
            return None
        prior = [report.prior] if report.prior else []
        found = await self._together([*prior, *report.totals.values()], context)
        answers = [one for one in found if one is not None]
        if len(answers) < len(found):
            return None
        compared = answers.pop(0) if prior else None
        return Answers(main, compared, dict(zip(report.totals, answers, strict=True)))

    async def _together(
        self, queries: list[CubeQuery], context: SecurityContext
    ) -> list[SourceAnswer | None]:
        """The first that fails ends the others."""
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(self._ask(one, context)) for one in queries]
        except ExceptionGroup as errors:
            raise errors.exceptions[0] from errors
        return [task.result() for task in tasks]

    async def _ask(self, query: CubeQuery, context: SecurityContext) -> SourceAnswer | None:
        while True:
            found = await self._poll(query, context)
            if isinstance(found, SourceAnswer):
                return found
            if isinstance(found, NothingBuilt):
                return None
            await asyncio.sleep(AGAIN_S)

    async def _poll(
        self, query: CubeQuery, context: SecurityContext
    ) -> SourceAnswer | StillRunning | NothingBuilt:
        with self._breaker.call():
            try:
                found = await self._source.ask(query.body, context)
            except RampartError as error:
                self._counts.upstream[error.code] += 1
                raise
        self._counts.upstream[_OUTCOMES[type(found)]] += 1
        return found
