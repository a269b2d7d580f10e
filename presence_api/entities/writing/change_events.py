"""What others are told of a changed row: that it is another one, and where it shows. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from metamodel.events.codec import Codec
from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.events.entity_lifecycle import EntityLifecycle, LifecyclePhase
from metamodel.modelgen.affected import AffectedRollup
from presence_api.entities.outbox.outgoing import outgoing_event
from presence_api.entities.writing.row_change import RowChange
from presence_api.ports.entity_store import JsonScalar
from presence_api.ports.outbox import OutgoingEvent

REQUESTED_BY: Final = "outbox"
_WHOLE: Final = (None, None)


def events_of_change(
    change: RowChange,
    rollups: Sequence[AffectedRollup],
    codec: Codec,
    *,
    at_utc: datetime,
    operation_id: UUID,
) -> tuple[OutgoingEvent, ...]:
    """MUTATED, then a refresh for each range of days of each rollup that shows the change.

    A rollup is built again where the row was and where it is now, and not between.
    """
    mutated = EntityLifecycle.new(
        at_utc,
        phase=LifecyclePhase.MUTATED,
        operation_id=operation_id,
        job_id=None,
        tenant=change.tenant,
        entity=change.entity,
        ids=[change.id],
        versions=[change.version],
        changed_attributes=list(change.changed),
        expires_at=None,
    )
    refreshes = (
        PreaggRefresh.new(
            at_utc,
            cube=rollup.cube,
            pre_aggregation=rollup.name,
            range_start=start,
            range_end=end,
            requested_by=REQUESTED_BY,
            reason=f"{change.entity}: {', '.join(change.changed)}",
        )
        for rollup in rollups
        for start, end in _ranges(change, rollup)
    )
    return (
        outgoing_event(codec, EntityLifecycle.name, mutated),
        *(outgoing_event(codec, PreaggRefresh.name, refresh) for refresh in refreshes),
    )


def _ranges(change: RowChange, rollup: AffectedRollup) -> Iterable[tuple[date | None, date | None]]:
    if rollup.time is None:
        return [_WHOLE]
    days = {_day(row[rollup.time]) for row in (change.before, change.after)}
    if None in days:  # it lies in no partition that could be named
        return [_WHOLE]
    return united(day for day in days if day is not None)


def united(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Days as ranges, both ends included: neighbours are one range, what lies apart stays apart."""
    first: date | None = None
    last = date.min
    for day in sorted(days):
        if first is not None and day - last > timedelta(days=1):
            yield first, last
            first = None
        first, last = first or day, day
    if first is not None:
        yield first, last


def _day(moment: JsonScalar) -> date | None:
    """The day in UTC of a day or a moment; None for what is neither, such as an infinity."""
    try:
        return date.fromisoformat(str(moment).partition("T")[0])
    except ValueError:
        return None
