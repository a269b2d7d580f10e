"""What everybody who answers reports does; the shop is that of Cube's own contract."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest

from presence_api.ports.report_source import (
    NothingBuilt,
    ReportSource,
    SecurityContext,
    SourceAnswer,
    SourceRefused,
    SourceUnavailable,
    StillRunning,
)

T = TypeVar("T")
QUERY: dict[str, Any] = {"measures": ["orders.count"], "timezone": "UTC", "limit": 10}
MOST_POLLS = 1_000


class ReportSourceContract(ABC):
    """Three orders, and a rollup of theirs by month, which is not built until `build`."""

    source: ReportSource
    version: str

    @abstractmethod
    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """On the loop of the source."""

    @abstractmethod
    def build(self) -> None:
        """Build the rollup."""

    def context(self, **more: Any) -> SecurityContext:
        return SecurityContext(self.version, ("admin",), **more)

    def ask(self, context: SecurityContext, query: dict[str, Any] = QUERY) -> Any:
        """What comes once it does not run any more."""
        for _ in range(MOST_POLLS):
            found = self.run(self.source.ask(query, context))
            if not isinstance(found, StillRunning):
                return found
        raise AssertionError("it never ends")

    def test_past_the_rollups_rows_come_from_the_source(self) -> None:
        found = self.ask(self.context(past_rollups=True))
        assert isinstance(found, SourceAnswer)
        assert [{**row} for row in found.rows] == [{"orders.count": "3"}]
        assert (found.used, found.total) == (frozenset(), None)
        assert found.types["orders.count"] == "number"

    def test_a_rollup_that_is_not_built_is_told(self) -> None:
        assert self.ask(self.context()) == NothingBuilt()

    def test_the_rollups_of_an_answer_are_named(self) -> None:
        self.build()
        found = self.ask(self.context())
        assert found.used == {"orders.by_month"}
        assert [{**row} for row in found.rows] == [{"orders.count": "3"}]

    def test_all_rows_are_counted_where_that_is_asked(self) -> None:
        asked = QUERY | {"dimensions": ["orders.at"], "limit": 2, "total": True}
        found = self.ask(self.context(past_rollups=True), asked)
        assert (len(found.rows), found.total) == (2, 3)

    def test_a_member_that_there_is_not_is_refused(self) -> None:
        with pytest.raises(SourceRefused, match="moons"):
            self.ask(self.context(past_rollups=True), QUERY | {"measures": ["orders.moons"]})

    def test_a_version_that_is_not_served_is_refused(self) -> None:
        with pytest.raises((SourceRefused, SourceUnavailable)):
            self.ask(SecurityContext("shop-nobody", ("admin",)))


def run_here(work: Coroutine[Any, Any, T]) -> T:
    """On a loop of its own."""
    return asyncio.run(work)
