"""Who answers the queries of reports: Cube, asked as one caller, one poll a call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from metamodel.kernel.errors import RampartError


class SourceUnavailable(RampartError):
    """Cube cannot be reached, broke off, or is not well."""

    code: ClassVar[str] = "RPT-208"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Look at Cube's log and `/readyz`; the same report may succeed later."


class SourceTooSlow(RampartError):
    """Cube did not answer within the time it was given."""

    code: ClassVar[str] = "RPT-209"
    retryable: ClassVar[bool] = True
    hint: ClassVar[str] = "Ask for less, or give the report more time by `timeout`."


class SourceRefused(RampartError):
    """Cube understood a query and said no; its own words are in the error."""

    code: ClassVar[str] = "RPT-210"
    hint: ClassVar[str] = "The model that Cube serves may have changed: ask again in some seconds."


@dataclass(frozen=True, slots=True)
class SecurityContext:
    """As whom a query is asked; Cube's policies see nothing else.

    `claims` are those of the caller's token that policies read, the tenant's among them.
    """

    version: str  # of the model
    groups: tuple[str, ...]
    claims: Mapping[str, Any] = field(default_factory=dict)
    past_rollups: bool = False  # of the same model without any


@dataclass(frozen=True, slots=True)
class SourceAnswer:
    """Rows as Cube has them: by member, numbers mostly as text.

    `used` are the rollups they came from (`cube.name`); none: from the source. `types` are those
    that Cube names for members.
    """

    rows: Sequence[Mapping[str, Any]]
    used: frozenset[str] = frozenset()
    total: int | None = None
    types: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StillRunning:
    """The query runs: ask the same again."""


@dataclass(frozen=True, slots=True)
class NothingBuilt:
    """A rollup fits, and has no table for what is asked."""


class ReportSource(Protocol):
    """Asked from the event loop."""

    async def ask(
        self, query: Mapping[str, Any], context: SecurityContext
    ) -> SourceAnswer | StillRunning | NothingBuilt:
        """One poll. Raises SourceUnavailable, SourceTooSlow, SourceRefused."""
        ...
