"""Set the event sensor to another position: events from there are taken in again, or skipped."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from orchestration.flows.cursor import Cursor
from orchestration.ports.event_source import EventSource, OffsetRange, TopicState
from orchestration.ports.offset_ranges import subtract
from orchestration.ports.sensor_control import SensorControl

POLL_S = 0.5
EARLIEST, LATEST = "earliest", "latest"

Settled = Callable[[str], Sequence[OffsetRange]]
"""The offsets of an epoch that were taken in or are known to be lost."""


class BadPosition(RampartError):
    """A position to rewind to is not one of this topic's."""

    code = "SNS-003"
    hint = "Use `earliest`, `latest`, a time such as 2026-01-31T12:00Z, or offsets `0:10,1:5`."
    exit_code = 2


class TickNotEnded(RampartError):
    """The sensor's open evaluation did not end in time; the position was left as it was."""

    code = "SNS-004"
    retryable = True
    hint = "Look at the sensor's ticks in Dagster, then rewind again."
    exit_code = 1


def rewind_position(
    to: str,
    source: EventSource,
    sensor: SensorControl,
    clock: Clock,
    *,
    settled: Settled,
    new_epoch: Callable[[], str],
    patience_s: float = 60.0,
) -> Cursor:
    """Stop the sensor, wait for its evaluation, set position and a new epoch, start it, read back.

    Partitions that `to` does not name stay where they are. The sensor is started again whatever
    happens in between. Raises BadPosition (before anything is stopped), TickNotEnded, and what the
    ports raise.
    """
    state = source.state()
    given = read_position(to, state, source)
    sensor.stop()
    try:
        _await_end(sensor, clock, patience_s)
        position = {**_staying(sensor, state, settled, given), **given}
        cursor = Cursor(new_epoch(), state.topic_id, position, position)
        sensor.set_cursor(cursor.text)
    finally:
        sensor.start()
    stored = sensor.cursor()
    if stored is None or Cursor.parse(stored).epoch != cursor.epoch:
        raise TickNotEnded("another evaluation overwrote the new position")
    return cursor


def _await_end(sensor: SensorControl, clock: Clock, patience_s: float) -> None:
    deadline = clock.monotonic_s() + patience_s
    while sensor.evaluating():
        if clock.monotonic_s() > deadline:
            raise TickNotEnded(f"still evaluating after {patience_s:.0f} s")
        clock.sleep(POLL_S)


def read_position(to: str, state: TopicState, source: EventSource) -> dict[int, int]:
    """What EARLIEST, LATEST, a time with a zone, or offsets say of a topic. Raises BadPosition."""
    if to == EARLIEST:
        return dict(state.low)
    if to == LATEST:
        return dict(state.high)
    if ":" in to and "-" not in to:
        return _offsets(to, state)
    try:
        moment = datetime.fromisoformat(to)
    except ValueError as error:
        raise BadPosition(to) from error
    if moment.tzinfo is None:
        raise BadPosition(to, "the time names no zone")
    return dict(source.position_at(int(moment.timestamp() * 1000)))


def _offsets(text: str, state: TopicState) -> dict[int, int]:
    try:
        given = {int(part.split(":")[0]): int(part.split(":")[1]) for part in text.split(",")}
    except (ValueError, IndexError) as error:
        raise BadPosition(text) from error
    _require_within(given, state)
    return given


def _staying(
    sensor: SensorControl, state: TopicState, settled: Settled, given: Collection[int]
) -> dict[int, int]:
    """Where partitions that are not given go on: at the first offset that is not settled yet.

    That is the position, unless a run over earlier offsets is under way or has to be repeated: the
    new epoch knows nothing of it.
    """
    if not state.low.keys() - set(given):
        return {}  # a cursor that is broken must not keep its own cure away
    stored = sensor.cursor()
    cursor = Cursor.parse(stored) if stored else None
    if cursor is None or cursor.topic_id != state.topic_id:
        return dict(state.low)
    found = {item: max(cursor.next.get(item, low), low) for item, low in state.low.items()}
    for hole in subtract(cursor.covers(), settled(cursor.epoch)):
        if hole.partition in found:
            low = state.low[hole.partition]
            found[hole.partition] = max(min(found[hole.partition], hole.start), low)
    return found


def _require_within(given: Mapping[int, int], state: TopicState) -> None:
    for item, offset in given.items():
        if item not in state.low or not state.low[item] <= offset <= state.high[item]:
            low, high = state.low.get(item), state.high.get(item)
            raise BadPosition(f"{item}:{offset}", f"partition {item} holds {low} to {high}")
