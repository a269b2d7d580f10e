"""Answers of Cube that may be shown again, kept where all instances of the service find them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from metamodel.kernel.errors import RampartError
from metamodel.model.freshness import Freshness


class ReportCacheUnavailable(RampartError):
    """The shared cache does not answer, or did not in time."""

    code: ClassVar[str] = "RPT-201"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look whether Redis runs; until then each instance has its own cache."


@dataclass(frozen=True, slots=True)
class CacheKey:
    """Whose answer to what: `digest` is of everything that makes a difference."""

    tenant: str
    digest: str


@dataclass(frozen=True, slots=True)
class CachedReport:
    """A whole answer, and what was known of its data just before Cube was asked.

    `epochs` are by rollup (`cube.name`): of those it was answered from, or of all that were read
    if it was answered from the source.
    """

    body: bytes
    epochs: Mapping[str, int]
    freshness: Freshness  # as it was first served
    from_source: bool
    made_at: datetime  # just before its call
    ends_at: datetime  # nobody is shown it from then on

    def __post_init__(self) -> None:
        if self.freshness is Freshness.PARTIAL:
            raise ValueError("an answer with rows missing is never kept")

    def lives(self, now: datetime) -> bool:
        """May it still be shown?"""
        return now < self.ends_at


class ReportCache(Protocol):
    """Keeps each answer until its own end, at most. Both calls raise ReportCacheUnavailable."""

    async def find(self, key: CacheKey) -> CachedReport | None:
        """The answer that was kept last."""
        ...

    async def keep(self, key: CacheKey, report: CachedReport) -> None:
        """Keep it in the place of what was kept before."""
        ...
