"""The build ledger in memory, with the semantics of the real one."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from metamodel.kernel.clock import Clock
from metamodel.modelgen.rollup import Rollup
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import (
    Attempt,
    Intake,
    LeaseLost,
    Loss,
    PartitionKey,
    PartitionState,
    Taken,
)
from orchestration.ports.offset_ranges import subtract, united


@dataclass
class _Try:
    attempt: Attempt
    lease_until: datetime
    ended_at: datetime | None = None
    outcome: str | None = None
    token: str | None = None
    error: str | None = None


class FakeLedger:
    """Every write is atomic because it is one Python statement; `tick` keeps moments distinct."""

    def __init__(self, clock: Clock, *, lease_s: float = 30.0) -> None:
        self._clock = clock
        self._lease = timedelta(seconds=lease_s)
        self._ticks = 0
        self._epoch = 0
        self.partitions: dict[PartitionKey, PartitionState] = {}
        self.tries: list[_Try] = []
        self.rows: list[tuple[str, str, str, OffsetRange | Loss, Taken | None]] = []
        self.accepted = 0
        self.locked: set[tuple[str, str]] = set()
        self.evidence: dict[str, str] = {}

    def now(self) -> datetime:
        self._ticks += 1
        return self._clock.now() + timedelta(microseconds=self._ticks)

    @contextmanager
    def intake(self, topic: str, epoch: str, run_id: str) -> Iterator[Intake]:
        before = (deepcopy(self.partitions), list(self.rows), dict(self.evidence))
        try:
            yield _FakeIntake(self, topic, epoch)
        except BaseException:
            self.partitions, self.rows, self.evidence = before
            raise

    def settled(self, topic: str, epoch: str) -> Sequence[OffsetRange]:
        found = []
        for of_topic, of_epoch, _, item, _ in self.rows:
            if (of_topic, of_epoch) == (topic, epoch):
                if isinstance(item, OffsetRange):
                    found.append(item)
                elif item.end is not None:
                    found.append(OffsetRange(item.partition, item.start, item.end))
        return united(found)

    def unrecorded(self, topic: str, losses: Sequence[Loss]) -> tuple[Loss, ...]:
        known = {
            (item.epoch, item.partition, item.start)
            for of_topic, _, _, item, _ in self.rows
            if of_topic == topic and isinstance(item, Loss) and item.end is None
        }
        left: list[Loss] = []
        for loss in losses:
            if loss.end is None:
                left += [loss] * ((loss.epoch, loss.partition, loss.start) not in known)
                continue
            whole = OffsetRange(loss.partition, loss.start, loss.end)
            pieces = subtract([whole], self.settled(topic, loss.epoch))
            left += [replace(loss, start=piece.start, end=piece.end) for piece in pieces]
        return tuple(left)

    def losses(self, topic: str) -> Sequence[Loss]:
        every = [item for t, _, _, item, _ in self.rows if t == topic and isinstance(item, Loss)]
        return tuple(every[self.accepted :])

    def accept_losses(self, topic: str) -> int:
        count = len(self.losses(topic))
        self.accepted += count
        return count

    def want(self, keys: Collection[PartitionKey]) -> None:
        for key in keys:
            known = self.partitions.get(key)
            now = self.now()
            self.partitions[key] = (
                replace(known, wanted_at=now) if known else PartitionState(key, now)
            )

    def register(self, keys: Collection[PartitionKey]) -> None:
        self.want([key for key in keys if key not in self.partitions])

    def states(self, rollup_fps: Collection[str]) -> Sequence[PartitionState]:
        return tuple(
            self._seen(state)
            for key, state in sorted(self.partitions.items())
            if key.rollup_fp in rollup_fps
        )

    @contextmanager
    def try_lock(self, rollup_fp: str, timezone: str) -> Iterator[bool]:
        key = (rollup_fp, timezone)
        held = key not in self.locked
        if held:
            self.locked.add(key)
        try:
            yield held
        finally:
            if held:
                self.locked.discard(key)

    def begin(self, rollup: Rollup, partitions: Sequence[str], run_id: str) -> Sequence[Attempt]:
        now = self.now()
        started = [
            Attempt(
                len(self.tries) + number + 1,
                PartitionKey(rollup.rollup_fp, rollup.timezone, partition),
                now,
            )
            for number, partition in enumerate(partitions)
        ]
        self.tries += [_Try(attempt, now + self._lease) for attempt in started]
        return tuple(started)

    def posted(self, attempt: Attempt, token: str) -> None:
        self._try(attempt).token = token

    def renew(self, attempts: Sequence[Attempt]) -> None:
        now = self.now()
        for attempt in attempts:
            item = self._try(attempt)
            if item.ended_at is None and item.lease_until >= now:
                item.lease_until = now + self._lease

    def succeed(self, attempt: Attempt, table: str, rows: int) -> int:
        item, now = self._try(attempt), self.now()
        if item.ended_at is not None or item.lease_until < now:
            raise LeaseLost(f"attempt {attempt.id} at partition {attempt.key.partition}")
        item.ended_at, item.outcome = now, "BUILT"
        self._epoch += 1
        self.partitions[attempt.key] = replace(
            self.partitions[attempt.key],
            built_from=attempt.built_from,
            built_table=table,
            rows=rows,
            data_epoch=self._epoch,
        )
        return self._epoch

    def fail(self, attempts: Sequence[Attempt], error: str) -> None:
        now = self.now()
        for attempt in attempts:
            item = self._try(attempt)
            if item.ended_at is None:
                item.ended_at = min(now, item.lease_until)
                item.outcome, item.error = "FAILED", error

    def forget_tables(self, tables: Collection[str]) -> None:
        for key, state in self.partitions.items():
            if state.built_table in tables:
                self.partitions[key] = PartitionState(key, state.wanted_at)

    def note_outside(self, rollup_fp: str, evidence: str | None) -> None:
        self.evidence.pop(rollup_fp, None)
        if evidence is not None:
            self.evidence[rollup_fp] = evidence

    def outside(self, rollup_fps: Collection[str]) -> dict[str, str]:
        return {fp: words for fp, words in self.evidence.items() if fp in rollup_fps}

    def _try(self, attempt: Attempt) -> _Try:
        return self.tries[attempt.id - 1]

    def _seen(self, state: PartitionState) -> PartitionState:
        now = self.now()
        mine = [item for item in self.tries if item.attempt.key == state.key]
        built = [number for number, item in enumerate(mine) if item.outcome == "BUILT"]
        newest = mine[built[-1] :] if built else mine
        live = [item for item in newest if item.outcome is None and item.lease_until >= now]
        ended = [item for item in newest if item not in live]
        return replace(
            state,
            failures=sum(item.outcome != "BUILT" for item in ended),
            last_end=max((item.ended_at or item.lease_until for item in ended), default=None),
            building=bool(live),
        )


class _FakeIntake:
    def __init__(self, ledger: FakeLedger, topic: str, epoch: str) -> None:
        self._ledger, self._topic, self._epoch = ledger, topic, epoch

    def uncovered(self, ranges: Iterable[OffsetRange]) -> tuple[OffsetRange, ...]:
        return subtract(ranges, self._ledger.settled(self._topic, self._epoch))

    def unrecorded(self, losses: Sequence[Loss]) -> tuple[Loss, ...]:
        return self._ledger.unrecorded(self._topic, losses)

    def take(self, taken: Sequence[Taken], wants: Collection[PartitionKey]) -> None:
        self._ledger.rows += [
            (self._topic, self._epoch, "TAKEN", item.offsets, item) for item in taken
        ]
        self._ledger.want(wants)

    def lose(self, losses: Sequence[Loss], wants: Collection[PartitionKey]) -> None:
        self._ledger.rows += [(self._topic, loss.epoch, "LOST", loss, None) for loss in losses]
        self._ledger.want(wants)

    def note_outside(self, rollup_fp: str, evidence: str) -> None:
        self._ledger.evidence[rollup_fp] = evidence
