"""Follow a topic as a member of a group, at least once, and put aside what cannot be handled now.

A batch is handled, what failed lies confirmed in a retry or dead-letter topic, then its offsets are
committed: whoever dies between two of these repeats, and loses nothing. A handler therefore has to
be idempotent by event id. Events of one key reach it in their order, also those that wait for
another attempt, as long as topic and retry topics have equally many partitions.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Final

from metamodel.events.failure_notes import NoteUnreadable, read_note
from metamodel.kernel.errors import RampartError
from metamodel.streaming.broker_access import AccessRefused
from orchestration.flows.consumed_event import Event
from orchestration.flows.consumer_parts import (
    ConsumerTools,
    Failures,
    Outcome,
    Recent,
    Stages,
)
from orchestration.flows.failure_classes import FailureClass, classify
from orchestration.flows.key_order import KeyOrder
from orchestration.ports.consumer_group import Fetched, GroupUnavailable, Place, Polled
from orchestration.ports.event_sink import EventNotDelivered

_LOG: Final = logging.getLogger(__name__)
POLL_S = 0.5
IN_PLACE_S = (0.1, 0.4)  # pauses between attempts in place, each made longer by chance
EVERYBODYS = 3  # transient failures in a row that are the handler's own, not the record's
STAY_AFTER_S = 10.0  # of work without a poll: a group takes a member for dead after minutes
UNDELIVERED_S = 2.0  # between two attempts to put something aside

Handler = Callable[[Sequence[Event]], None]


class EndedInBatch(RampartError):
    """A member was told to end in the middle of a batch; what is not settled is for the next."""

    code = "CON-001"
    retryable = True
    hint = "Nothing needs to be done: the records come again at the next member."


class Consumption:
    """One member at work; `pause` waits, and says whether it is time to end."""

    def __init__(
        self,
        stages: Stages,
        handler: Handler,
        tools: ConsumerTools,
        pause: Callable[[float], bool],
    ) -> None:
        self._stages, self._handler, self._tools, self._pause = stages, handler, tools, pause
        self._order = KeyOrder(stages.last)
        self._failures = Failures(stages, self._order, tools)
        self._recent = Recent()
        self._owned: set[Place] = set()
        self._joined = False
        self._polled_at_s = 0.0
        self._due: dict[Place, tuple[int, float]] = {}  # who is first there, and until when
        self._ahead_s: dict[Place, float] = {}  # of our clock, by what waits there
        self._unlearned: set[Place] = set()  # ours, but nobody has told yet who waits there
        self._kept: list[Fetched] = []  # polled, and not looked at so far

    def run(self) -> None:
        """Until it is time to end: then the batch in hand is finished, and the group left."""
        try:
            while not self._pause(0):
                self.step()
        except EndedInBatch:
            pass
        finally:
            self._tools.group.close()

    def step(self) -> int:
        """One poll and what it brought; how many records were settled."""
        try:
            batch = [*self._ready(self._poll(POLL_S))]
        except (AccessRefused, GroupUnavailable) as error:
            self._unready(error)
            return 0
        if self._joined:
            self._tools.health.unready = None
        if not batch:
            return 0
        outcome = self._worked(batch)
        settled = {item.place: item.offset + 1 for item in batch}
        self._patiently(lambda: self._failures.deliver(outcome))
        self._patiently(lambda: self._tools.group.commit(settled))
        self._tools.health.settled(outcome, self._tools.clock.now())
        return len(batch)

    def _poll(self, budget_s: float, *, all_held: bool = False) -> Sequence[Fetched]:
        held = self._owned if all_held else {item for item in self._owned if self._waits(item)}
        self._tools.group.hold(held)
        polled = self._tools.group.poll(budget_s=budget_s)
        self._polled_at_s = self._tools.clock.monotonic_s()
        self._joined |= polled.joined
        self._follow(polled)
        self._learn()  # may fail: then what was polled is kept for the next time
        records, self._kept = self._kept, []
        return records

    def _follow(self, polled: Polled) -> None:
        """Take over what the group says of places, and the records that are still to be read."""
        moved = polled.left | polled.arrived
        self._kept = [item for item in self._kept if item.place not in moved]
        for place in polled.left:
            self._owned.discard(place)
            self._unlearned.discard(place)
            self._due.pop(place, None)
            self._order.forget(place.partition, self._stages.of(place))
        self._owned |= polled.arrived
        for place, count in polled.lost.items():
            self._tools.health.lost += count
            _LOG.error("%s: retention took %d records before they were read", place, count)
        self._unlearned |= {place for place in polled.arrived if self._stages.of(place)}
        self._kept += polled.records

    def _learn(self) -> None:
        """Ask which keys wait in the retry topics that came to us."""
        for place in sorted(self._unlearned):
            keys = self._tools.group.unsettled_keys(place)
            self._order.learn(place.partition, self._stages.of(place), keys)
            self._unlearned.discard(place)

    def _waits(self, place: Place) -> bool:
        """Not due yet, or nobody here knows who waits in its retry topics."""
        known = self._owned - self._unlearned
        _, until_s = self._due.get(place, (0, 0.0))
        return until_s > self._tools.clock.monotonic_s() or not known.issuperset(
            (place, *self._stages.siblings(place))
        )

    def _ready(self, records: Sequence[Fetched]) -> Iterator[Fetched]:
        """What may be handled now; from the first that may not on, its place is kept for later."""
        flowing: dict[Place, bool] = {}
        for item in records:
            place = item.place
            if place not in flowing:
                flowing[place] = not self._waits(place)
            if flowing[place] and self._stages.numbers[place.topic]:
                flowing[place] = self._is_due(item)
            if flowing[place]:
                yield item
            else:
                self._kept.append(item)

    def _is_due(self, item: Fetched) -> bool:
        """If not, its place waits until it is.

        When it is due, a clock has written that may be another's: none waits longer, from when it
        was first in its place, than its stage lets it wait.
        """
        now_s = self._tools.clock.monotonic_s()
        offset, until_s = self._due.get(item.place, (-1, 0.0))
        if offset != item.offset:
            until_s = now_s + self._wait_s(item)
            self._due[item.place] = item.offset, until_s
        return until_s <= now_s

    def _wait_s(self, item: Fetched) -> float:
        try:
            note = read_note(item.record.headers)
        except NoteUnreadable:
            return 0.0
        if note is None or note.due_at is None:
            return 0.0
        left_s = (note.due_at - self._tools.clock.now()).total_seconds()
        most_s = self._stages.wait_s(self._stages.of(item.place))
        if left_s > most_s:  # the writer's clock is ahead of ours: so far the next ones', too
            ahead_s = max(self._ahead_s.get(item.place, 0.0), left_s - most_s)
            self._ahead_s[item.place] = ahead_s
            left_s -= ahead_s
        return max(left_s, 0.0)

    def _worked(self, batch: Sequence[Fetched]) -> Outcome:
        outcome = Outcome()
        todo = self._to_do(self._failures.read(batch, outcome), outcome)
        error = self._attempt(todo, IN_PLACE_S)
        if error is None:
            self._finish(todo, outcome)
        elif len(todo) == 1:
            self._failures.failed(todo[0], error, outcome)
        else:
            self._one_by_one(todo, outcome)
        return outcome

    def _to_do(self, events: Sequence[Event], outcome: Outcome) -> Sequence[Event]:
        """Those that are neither known nor have to wait for another of their key."""
        if not self._order and not self._recent.knows_any(events):
            return events  # as a rule
        todo = []
        for event in events:
            if self._queued(event, outcome):
                continue
            if event in self._recent:
                self._failures.done([event], outcome, again=True)
            else:
                todo.append(event)
        return todo

    def _one_by_one(self, todo: Sequence[Event], outcome: Outcome) -> None:
        """Find out whose fault it is; once it is everybody's, who can still wait is not tried."""
        in_a_row = 0
        for event in todo:
            if self._queued(event, outcome):
                continue
            stage = event.stage
            if in_a_row >= EVERYBODYS and stage < self._stages.last:
                self._failures.queue(event, stage + 1, outcome)
                continue
            # It may have come this far behind others, without an attempt of its own.
            last_chance = stage == self._stages.last
            error = self._attempt([event], IN_PLACE_S if last_chance else ())
            if error is None:
                self._finish([event], outcome)
            else:
                self._failures.failed(event, error, outcome)
            in_a_row = in_a_row + 1 if error and _may_pass(error) else 0

    def _queued(self, event: Event, outcome: Outcome) -> bool:
        """Put behind those of its key that wait already, if there are any."""
        stage = self._order.behind(event.place.partition, event.key, event.stage)
        if stage is None:
            return False
        self._failures.queue(event, stage, outcome)
        return True

    def _attempt(self, todo: Sequence[Event], pauses: Sequence[float] = ()) -> Exception | None:
        """Handle, again after a pause while that may help; the last error."""
        if not todo:
            return None
        for pause_s in (*pauses, None):
            if self._tools.clock.monotonic_s() - self._polled_at_s >= STAY_AFTER_S:
                self._stay()
            try:
                self._handler(todo)
            except Exception as error:
                if pause_s is None or not _may_pass(error):
                    return error
                if self._pause(pause_s * (1 + self._tools.chance())):
                    raise EndedInBatch(self._stages.group) from error
            else:
                return None
        return None

    def _finish(self, todo: Sequence[Event], outcome: Outcome) -> None:
        self._recent.add(todo)
        self._failures.done(todo, outcome)

    def _patiently(self, call: Callable[[], None]) -> None:
        """Put aside or commit; until that works nothing else is read, and the member says so."""
        while True:
            try:
                call()
            except (EventNotDelivered, AccessRefused, GroupUnavailable) as error:
                self._unready(error)
                if self._pause(UNDELIVERED_S):
                    raise EndedInBatch(self._stages.group) from error
                self._stay()
            else:
                return

    def _stay(self) -> None:
        """Poll without reading on, or the group takes us for dead; what comes is kept."""
        with suppress(AccessRefused, GroupUnavailable):  # what is being done will say so again
            self._kept = [*self._poll(0, all_held=True)]

    def _unready(self, error: RampartError) -> None:
        self._tools.health.unready = error.explain()


def _may_pass(error: Exception) -> bool:
    return classify(error) is FailureClass.TRANSIENT
