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
Range = tuple[date | None, date | None]
WHOLE: Final[Range] = (None, None)


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
    reason = reason_of(change.entity, change.changed)
    return (
        outgoing_event(codec, EntityLifecycle.name, mutated),
        *(
            refresh_event(codec, rollup, days, reason, at_utc=at_utc)
            for rollup in rollups
            for days in ranges_of(days_of(change, rollup))
        ),
    )


def refresh_event(
    codec: Codec, rollup: AffectedRollup, days: Range, reason: str, *, at_utc: datetime
) -> OutgoingEvent:
    """A rollup is to be built again where a range of days touches it."""
    start, end = days
    refresh = PreaggRefresh.new(
        at_utc,
        cube=rollup.cube,
        pre_aggregation=rollup.name,
        range_start=start,
        range_end=end,
        requested_by=REQUESTED_BY,
        reason=reason,
    )
    return outgoing_event(codec, PreaggRefresh.name, refresh)


def reason_of(entity: str, attributes: Iterable[str]) -> str:
    """Why something is to be built again."""
    return f"{entity}: {', '.join(attributes)}"


def days_of(change: RowChange, rollup: AffectedRollup) -> frozenset[date] | None:
    """The days on which a rollup shows the change; None: it may be any."""
    if rollup.time is None:
        return None
    days = {_day(row[rollup.time]) for row in (change.before, change.after)}
    named = frozenset(day for day in days if day is not None)
    return named if len(named) == len(days) else None  # it lies in no partition that has a name


def ranges_of(days: Iterable[date] | None) -> Iterable[Range]:
    """Days as ranges; any day is the whole extent."""
    return [WHOLE] if days is None else united(days)


def united(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Days as ranges, both ends included: neighbours are one range, what lies apart stays apart."""
    return merged((day, day) for day in days)


def merged(ranges: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Ranges that overlap or are neighbours are one."""
    first: date | None = None
    last = date.min
    for start, end in sorted(ranges):
        if first is not None and start - last > timedelta(days=1):
            yield first, last
            first = None
        first, last = (start, end) if first is None else (first, max(last, end))
    if first is not None:
        yield first, last


def _day(moment: JsonScalar) -> date | None:
    """The day in UTC of a day or a moment; None for what is neither, such as an infinity."""
    try:
        return date.fromisoformat(str(moment).partition("T")[0])
    except ValueError:
        return None
