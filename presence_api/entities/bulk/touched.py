"""What a job will have asked for at its end: days of pre-aggregations, as JSON. Pure.

A job keeps them from chunk to chunk, so that each rollup is asked for once a range.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from metamodel.events.codec import Codec
from metamodel.modelgen.affected import AffectedRollup
from presence_api.entities.writing.change_events import (
    WHOLE,
    Range,
    days_of,
    merged,
    refresh_event,
    united,
)
from presence_api.entities.writing.row_change import RowChange
from presence_api.ports.outbox import OutgoingEvent

Touched = Mapping[str, Sequence[Sequence[str]] | None]
"""By `cube.rollup`: ranges of days, both ends included; None: the whole extent."""


def with_changes(
    touched: Touched, changes: Sequence[RowChange], rollups: Iterable[AffectedRollup]
) -> Touched:
    """What was touched before, and by these changes."""
    found = dict(touched)
    for rollup in rollups if changes else ():
        name = f"{rollup.cube}.{rollup.name}"
        known = found.get(name, ())
        days = None if known is None else _days(changes, rollup)
        found[name] = None if days is None else _written(merged([*_read(known), *united(days)]))
    return found


def refreshes(
    touched: Touched, reason: str, codec: Codec, *, at_utc: datetime
) -> Iterator[OutgoingEvent]:
    """One event a rollup and range."""
    for name, ranges in touched.items():
        cube, _, rollup = name.partition(".")
        days: Iterable[Range] = [WHOLE] if ranges is None else _read(ranges)
        for one in days:
            target = AffectedRollup(cube, rollup, None)
            yield refresh_event(codec, target, one, reason, at_utc=at_utc)


def _days(changes: Iterable[RowChange], rollup: AffectedRollup) -> set[date] | None:
    found: set[date] = set()
    for change in changes:
        days = days_of(change, rollup)
        if days is None:
            return None
        found |= days
    return found


def _read(ranges: Sequence[Sequence[str]] | None) -> Iterator[tuple[date, date]]:
    for start, end in ranges or ():
        yield date.fromisoformat(start), date.fromisoformat(end)


def _written(ranges: Iterable[tuple[date, date]]) -> list[list[str]]:
    return [[start.isoformat(), end.isoformat()] for start, end in ranges]
