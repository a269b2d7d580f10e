"""What the ledger is owed: partitions that are due, and offsets that no intake has settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from orchestration.flows.cursor import Cursor
from orchestration.flows.decide_due import BACK_OFF_S, back_off, due_partitions
from orchestration.flows.find_rollups import RollupCatalogue
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Ledger
from orchestration.ports.offset_ranges import subtract


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A run that was asked for with the same root, or over the same offsets."""

    root: str
    epoch: str
    ranges: tuple[OffsetRange, ...]
    finished: bool
    succeeded: bool
    cancelled: bool
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwedRun:
    """A run to ask for because nothing else will; `attempt` counts from 1 at each root."""

    root: str
    attempt: int
    rollups: tuple[str, ...] = ()
    ranges: tuple[OffsetRange, ...] = ()


def plan_due_builds(
    cursor: Cursor | None,
    *,
    topic: str,
    catalogue: RollupCatalogue,
    ledger: Ledger,
    earlier: Sequence[EarlierRun],
    min_rebuild_interval_s: float,
) -> tuple[OwedRun, ...]:
    """The runs that are owed now. Never gives up; only waits longer after each failure.

    `cursor` is the event sensor's position, None before its first evaluation; `earlier` are the
    job's runs of the last days, newest first.
    """
    now = ledger.now()
    if cursor is not None:
        earlier = [_in_epoch(run, cursor.epoch) for run in earlier]
    roots: list[tuple[str, tuple[str, ...], tuple[OffsetRange, ...]]] = [
        (f"due/{path}", (path,), ())
        for path in _due_paths(catalogue, ledger, now, min_rebuild_interval_s)
    ]
    for hole in _holes(cursor, topic, ledger, earlier):
        assert cursor is not None  # noqa: S101 - no cursor, no holes
        roots.append((f"hole/{cursor.epoch}/{hole}", (), (hole,)))
    owed = []
    for root, rollups, ranges in roots:
        attempt = _next_attempt(root, ranges, earlier, now)
        if attempt:
            owed.append(OwedRun(root, attempt, rollups, ranges))
    return tuple(owed)


def _due_paths(
    catalogue: RollupCatalogue, ledger: Ledger, now: datetime, interval_s: float
) -> Iterable[str]:
    paths = {item.rollup.rollup_fp: item.rollup.path for item in catalogue.all()}
    due = due_partitions(ledger.states(list(paths)), now, min_rebuild_interval_s=interval_s)
    return sorted({paths[state.key.rollup_fp] for state in due})


def _holes(
    cursor: Cursor | None, topic: str, ledger: Ledger, earlier: Sequence[EarlierRun]
) -> tuple[OffsetRange, ...]:
    if cursor is None:
        return ()
    live = [item for run in earlier if not run.finished for item in run.ranges]
    return subtract(cursor.covers(), [*ledger.settled(topic, cursor.epoch), *live])


def _next_attempt(
    root: str, ranges: tuple[OffsetRange, ...], earlier: Sequence[EarlierRun], now: datetime
) -> int | None:
    """Number of the attempt to make now; None while one is under way or its back-off lasts."""
    mine = [run for run in earlier if run.root == root or _overlaps(run.ranges, ranges)]
    if any(not run.finished for run in mine):
        return None
    failures = 0
    for run in mine:
        if run.succeeded:
            break
        failures += 1
    if failures and mine[0].ended_at:
        wait = back_off(len(BACK_OFF_S)) if mine[0].cancelled else back_off(failures)
        if mine[0].ended_at + wait > now:
            return None
    return failures + 1


def _in_epoch(run: EarlierRun, epoch: str) -> EarlierRun:
    """Offsets of another epoch are other events."""
    return run if run.epoch == epoch else replace(run, ranges=())


def _overlaps(some: tuple[OffsetRange, ...], other: tuple[OffsetRange, ...]) -> bool:
    return any(
        one.partition == two.partition and one.start < two.end and two.start < one.end
        for one in some
        for two in other
    )
