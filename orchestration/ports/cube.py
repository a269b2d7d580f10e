"""Cube, as the flows see it: its model, its queries, its build jobs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from metamodel.kernel.errors import RampartError


class CubeUnavailable(RampartError):
    """Cube did not answer in time, or could not be reached; nothing is known about the request."""

    code = "CUBE-001"
    retryable = True
    hint = "Look at Cube's log and `/readyz`; the same call may succeed later."


class CubeRefused(RampartError):
    """Cube understood the request and said no; its own words are in the error."""

    code = "CUBE-002"
    hint = "Read Cube's message; the request has to change."


class ModelNotServed(RampartError):
    """Cube cannot compile or find the model version it was asked for."""

    code = "CUBE-003"
    hint = "Publish a version that compiles; the version before goes on serving."


class PartitionsMissing(RampartError):
    """Cube has no table for some partition that the query needs, and said so."""

    code = "CUBE-004"
    retryable = True
    hint = "Build the rollup (`rampart preagg refresh CUBE.NAME`), or ask with `source`."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks Cube, and for which model version; becomes a short-lived token."""

    version: str
    groups: tuple[str, ...] = ("admin",)
    tenant_id: str | None = None
    source: bool = False  # the model without pre-aggregations
    service: bool = False  # may use the build jobs


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one query, and the rollups that gave them (`cube.name`); none: from the source."""

    rows: tuple[Mapping[str, Any], ...]
    used_rollups: frozenset[str] = field(default_factory=frozenset)


class JobStatus(StrEnum):
    """Where one build job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"  # Cube knows nothing of it (restarted, expired, not queued): post again


@dataclass(frozen=True, slots=True)
class Job:
    """One build job of one partition."""

    token: str
    status: JobStatus
    table: str | None = None  # schema-qualified, as Cube names it
    error: str = ""

    TABLE_EXISTS: ClassVar[str] = "already exists"

    @property
    def collided(self) -> bool:
        """Did two builds of one partition fall into the same second? Then post again."""
        return self.status is JobStatus.FAILED and self.TABLE_EXISTS in self.error


class Cube(Protocol):
    """The Cube server. Every call has a timeout; errors are the four of this module."""

    def now_s(self) -> int:
        """Cube's own clock: Unix seconds, rounded down; tables are named by it."""
        ...

    def cube_fps(self, caller: Caller) -> Mapping[str, str]:
        """`meta.rampart.cube_fp` of every cube that the caller's version lists in `/v1/meta`."""
        ...

    def load(self, query: Mapping[str, Any], caller: Caller) -> Answer:
        """Run one query, waiting through Cube's "Continue wait" for at most the adapter's limit."""
        ...

    def post_build(
        self, rollup: str, date_range: tuple[str, str] | None, caller: Caller, *, timezone: str
    ) -> Sequence[str]:
        """Ask for a build of `cube.name` in a range; one token for each partition it touches."""
        ...

    def jobs(self, tokens: Sequence[str], caller: Caller) -> Sequence[Job]:
        """The state of each token, in order."""
        ...
