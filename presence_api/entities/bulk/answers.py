"""Bulk updates and their jobs as JSON, for those who read the description of the API."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from presence_api.entities.bulk.request import MOST_ROWS, OnConflict
from presence_api.ports.bulk_jobs import JobState
from presence_api.query_shapes import Condition


class BulkWanted(Struct, forbid_unknown_fields=True):
    """A bulk update: either `where` or `ids` says which rows."""

    set: dict[str, Any]
    where: Condition | UnsetType = UNSET
    ids: Annotated[list[str], Meta(min_length=1, max_length=MOST_ROWS)] | UnsetType = UNSET
    dry_run: bool = field(default=False, name="dryRun")
    on_conflict: OnConflict = field(default=OnConflict.SKIP, name="onConflict")
    expected_count: int | None = field(default=None, name="expectedCount")
    plan_token: str | None = field(default=None, name="planToken")


class SampleRow(Struct):
    """What would become of one row."""

    id: str = field(name="_id")
    version: int | None = field(name="_version")
    before: dict[str, Any]
    after: dict[str, Any]


class BulkPlanned(Struct):
    """What an update would do now."""

    matched: int
    would_change: int = field(name="wouldChange")
    locked: Annotated[int, Meta(description="Held or being changed by others.")]
    invalid: Annotated[int, Meta(description="Ids without a row.")]
    sample: list[SampleRow]
    plan_token: str = field(name="planToken")
    lock: Annotated[
        Literal["unknown"] | UnsetType, Meta(description="Nobody could say what is held.")
    ] = UNSET


class ShownJob(Struct):
    """A job as it stands; of `total` rows so many are over."""

    id: str
    entity: str
    state: JobState
    reason: str
    total: int
    done: int
    skipped: Annotated[int, Meta(description="Held, being changed, or changed by others.")]
    failed: int
    rate: Annotated[float | None, Meta(description="Rows a second.")]
    eta_ms: int | None = field(name="etaMs")
    created_at: datetime = field(name="createdAt")
    started_at: datetime | None = field(name="startedAt")
    ended_at: datetime | None = field(name="endedAt")
    errors_url: str = field(name="errorsUrl")
