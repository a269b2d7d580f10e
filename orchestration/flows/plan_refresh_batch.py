"""What one look at the topic asks for: runs over offset ranges, and the cursor after them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orchestration.flows.cursor import Cursor
from orchestration.ports.event_source import EventSource, OffsetRange, TopicState
from orchestration.ports.ledger import Loss
from orchestration.ports.offset_ranges import offsets_between

MAX_UNFINISHED = 2
"""Runs of the job that may be unfinished before the sensor leaves the backlog in Kafka."""

SURVIVORS_S = 2.0
"""Seconds to look for what a gap left over, in the same evaluation."""

Following = Callable[[str], str | None]
"""The `to` of the run that was asked for at exactly this cursor text, or None."""


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One run to ask for; `before` and `after` are cursor texts and link runs to a chain."""

    epoch: str
    ranges: tuple[OffsetRange, ...]
    losses: tuple[Loss, ...]
    before: str
    after: str

    @property
    def key(self) -> str:
        """The run key: epoch and range, prefixed for a gap."""
        kind = "gap/" if self.losses else ""
        return f"{kind}{self.epoch}/{self.words}"

    @property
    def words(self) -> str:
        """The ranges for people: `0:10-20,1:5-9`."""
        return ",".join([*map(str, self.ranges), *(one.words for one in self.losses)])


@dataclass(frozen=True, slots=True)
class Plan:
    """The outcome of one evaluation."""

    cursor: str
    runs: tuple[PlannedRun, ...] = ()
    words: str = ""


def plan_refresh_batch(
    text: str | None,
    source: EventSource,
    *,
    following: Following,
    unfinished: int,
    new_epoch: Callable[[], str],
    budget_s: float,
) -> Plan:
    """Decide on the runs for what lies behind a cursor; never decodes, never commits.

    The first evaluation only sets the cursor, at the earliest offsets. A run that was asked for at
    the present cursor already means that a crash hid it: its end is the position then.
    Raises BadCursor, TopicMissing, EventSourceUnavailable, OffsetsGone.
    """
    if not text:
        state = source.state()
        first = Cursor(new_epoch(), state.topic_id, dict(state.low), dict(state.low))
        return Plan(first.text, words="position set to the earliest events")
    cursor, healed = _healed(text, following)
    if unfinished >= MAX_UNFINISHED:
        return Plan(cursor.text, words=f"{unfinished} runs unfinished; the backlog waits in Kafka")
    state = source.state()
    runs: list[PlannedRun] = []
    gap = _gap(cursor, state, new_epoch)
    if gap:
        runs.append(gap)
        cursor = Cursor.parse(gap.after)
    batch = _batch(cursor, state, source, budget_s=SURVIVORS_S if gap else budget_s)
    if batch:
        runs.append(batch)
    # Partitions that are new join the cursor even when nothing lies in them yet: the chain of runs
    # starts at the text that is stored, whatever it holds.
    after = runs[-1].after if runs else cursor.with_partitions(state.low).text
    words = "" if runs else "no events" + (", cursor healed" if healed else "")
    return Plan(after, tuple(runs), words)


def _healed(text: str, following: Following) -> tuple[Cursor, bool]:
    healed = False
    while (after := following(text)) is not None and after != text:
        text, healed = after, True
    return Cursor.parse(text), healed


def _gap(cursor: Cursor, state: TopicState, new_epoch: Callable[[], str]) -> PlannedRun | None:
    if state.topic_id != cursor.topic_id:
        # Nobody knows how far the old topic reached: its losses have no end.
        losses = tuple(
            Loss(cursor.epoch, item, at, None) for item, at in sorted(cursor.next.items())
        )
        after = Cursor(new_epoch(), state.topic_id, dict(state.low), dict(state.low))
        return PlannedRun(after.epoch, (), losses, cursor.text, after.text)
    gone = {item: low for item, low in state.low.items() if low > cursor.next.get(item, low)}
    if not gone:
        return None
    losses = tuple(
        Loss(cursor.epoch, item, cursor.next[item], low) for item, low in sorted(gone.items())
    )
    return PlannedRun(cursor.epoch, (), losses, cursor.text, cursor.moved(gone).text)


def _batch(
    cursor: Cursor, state: TopicState, source: EventSource, *, budget_s: float
) -> PlannedRun | None:
    before = cursor.text
    cursor = cursor.with_partitions(state.low)
    arrival = source.wait_for_events(cursor.next, budget_s=budget_s)
    after = cursor.moved(_forward(cursor, arrival.next))
    ranges = offsets_between(dict(cursor.next), dict(after.next))
    if not ranges:
        return None
    return PlannedRun(cursor.epoch, ranges, (), before, after.text)


def _forward(cursor: Cursor, position: Mapping[int, int]) -> dict[int, int]:
    return {item: max(at, cursor.next.get(item, 0)) for item, at in position.items()}
