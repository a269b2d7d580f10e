"""Take a range of refresh events in, each exactly once: what they name becomes wanted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from metamodel.kernel.errors import RampartError
from orchestration.flows.find_rollups import RollupCatalogue, partition_keys
from orchestration.ports.event_sink import DeadLetter, EventSink
from orchestration.ports.event_source import EventSource, OffsetRange, Record
from orchestration.ports.ledger import Ledger, Loss, PartitionKey, Taken

Decode = Callable[[bytes | None], Mapping[str, Any]]
"""Reads one event's value, or raises a RampartError that says what is wrong with it."""


class UnknownRollup(RampartError):
    """An event names a rollup that no live model version has."""

    code = "EVT-101"
    hint = "Correct the producer, or publish a model with this rollup and replay the dead letter."


class RangeReversed(RampartError):
    """An event's range ends before it starts."""

    code = "EVT-102"
    hint = "Correct the producer; both days are included, and an open side is null."


class RangeOutsideExtent(RampartError):
    """An event speaks of days for which the rollup has no partition."""

    code = "EVT-103"
    hint = "Widen the extent in the metamodel and publish; until then such rows are in no rollup."


@dataclass(frozen=True, slots=True)
class EventBatch:
    """Where a run's events lie."""

    topic: str
    epoch: str
    ranges: tuple[OffsetRange, ...]
    losses: tuple[Loss, ...] = ()


@dataclass(slots=True)
class IntakeReport:
    """What an intake found and settled."""

    taken: tuple[OffsetRange, ...] = ()
    losses: tuple[Loss, ...] = ()
    events: int = 0
    dead: list[DeadLetter] = field(default_factory=list)
    rollups: set[str] = field(default_factory=set)
    oldest_timestamp_ms: int | None = None
    outside: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IntakeTools:
    """What an intake works with."""

    source: EventSource
    sink: EventSink
    ledger: Ledger
    decode: Decode


def take_in_events(
    batch: EventBatch, catalogue: RollupCatalogue, tools: IntakeTools, *, run_id: str
) -> IntakeReport:
    """Settle the offsets of a batch that no intake has settled yet, in one transaction.

    Bad events go to the dead-letter topic first, delivery confirmed; lost offsets make everything
    wanted that the topic can name. Raises what the ports raise; then nothing is settled.
    """
    report = IntakeReport()
    with tools.ledger.intake(batch.topic, batch.epoch, run_id) as intake:
        losses = list(intake.unrecorded(batch.losses))
        fresh = intake.uncovered(batch.ranges)
        wants = _Wants(catalogue, report)
        taken = _read(fresh, losses, batch, wants, tools)
        if report.dead:
            tools.sink.bury(report.dead)
        if taken:
            intake.take(taken, wants.keys)
        if losses:
            everything = {key for item in catalogue.all() for key in partition_keys(item.rollup)}
            intake.lose(losses, everything)
            report.rollups |= set(catalogue.by_path)
        for fp, evidence in sorted(report.outside.items()):
            intake.note_outside(fp, evidence)
    report.taken, report.losses = tuple(item.offsets for item in taken), tuple(losses)
    return report


def _read(
    fresh: tuple[OffsetRange, ...],
    losses: list[Loss],
    batch: EventBatch,
    wants: "_Wants",
    tools: IntakeTools,
) -> Sequence[Taken]:
    """Read and judge every record; what is gone meanwhile is moved to `losses`."""
    readable, gone = _still_there(fresh, tools.source)
    losses += [Loss(batch.epoch, item.partition, item.start, item.end) for item in gone]
    if not readable:
        return ()
    counts = {item: [0, 0] for item in readable}
    with tools.source.read(readable) as records:
        for record in records:
            place = next(
                item
                for item in readable
                if item.partition == record.partition and item.start <= record.offset < item.end
            )
            counts[place][0] += 1
            counts[place][1] += not wants.accept(record, batch.topic, tools.decode)
    return tuple(Taken(item, events, dead) for item, (events, dead) in counts.items())


def _still_there(
    ranges: tuple[OffsetRange, ...], source: EventSource
) -> tuple[tuple[OffsetRange, ...], tuple[OffsetRange, ...]]:
    if not ranges:
        return (), ()
    low = source.state().low
    there, gone = [], []
    for item in ranges:
        edge = min(max(item.start, low.get(item.partition, 0)), item.end)
        there.append(OffsetRange(item.partition, edge, item.end))
        gone.append(OffsetRange(item.partition, item.start, edge))
    return tuple(i for i in there if len(i)), tuple(i for i in gone if len(i))


class _Wants:
    """Coalesces what events name; one look at a catalogue entry for each distinct range."""

    def __init__(self, catalogue: RollupCatalogue, report: IntakeReport) -> None:
        self.keys: set[PartitionKey] = set()
        self._catalogue, self._report = catalogue, report
        self._seen: dict[tuple[str, str, Any, Any], RampartError | None] = {}

    def accept(self, record: Record, topic: str, decode: Decode) -> bool:
        """Want what the event names; False if it went to the dead letters instead."""
        report = self._report
        report.events += 1
        oldest = report.oldest_timestamp_ms
        if oldest is None or record.timestamp_ms < oldest:
            report.oldest_timestamp_ms = record.timestamp_ms
        try:
            event = decode(record.value)
            named = (event["cube"], event["pre_aggregation"])
            fault = self._want(*named, event["range_start"], event["range_end"])
        except RampartError as error:
            fault = error
        if fault is None:
            return True
        report.dead.append(DeadLetter(topic, record, fault.explain()))
        return False

    def _want(
        self, cube: str, name: str, start: date | None, end: date | None
    ) -> RampartError | None:
        distinct = (cube, name, start, end)
        if distinct not in self._seen:
            self._seen[distinct] = self._want_new(f"{cube}.{name}", start, end)
        return self._seen[distinct]

    def _want_new(self, path: str, start: date | None, end: date | None) -> RampartError | None:
        if not self._catalogue.known(path):
            return UnknownRollup(path)
        if start and end and end < start:
            return RangeReversed(path, f"{start} to {end}")
        keys = self._catalogue.keys(path, start, end)
        self._note_outside(path, start, end)
        if not keys:
            return RangeOutsideExtent(path, f"{start} to {end}")
        self.keys |= keys
        self._report.rollups.add(path)
        return None

    def _note_outside(self, path: str, start: date | None, end: date | None) -> None:
        for item in self._catalogue.named([path]):
            extent = item.rollup.extent
            if item.rollup.partition is None:
                continue  # one table of all rows: nothing lies outside it
            if not all(day is None or extent.covers(day) for day in (start, end)):
                self._report.outside[item.rollup.rollup_fp] = f"an event named {start} to {end}"
