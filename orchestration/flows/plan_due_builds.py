"""What the ledger is owed: due partitions, offsets that nobody settled, losses nobody recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from orchestration.flows.cursor import Cursor
from orchestration.flows.decide_due import BACK_OFF_S, back_off, due_partitions
from orchestration.flows.find_rollups import RollupCatalogue
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Ledger, Loss
from orchestration.ports.offset_ranges import subtract


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A run that was asked for with the same root, or over the same offsets or losses.

    `attempt` is the number it was asked for with; 1 for the first over its offsets.
    """

    run_id: str
    root: str
    attempt: int
    epoch: str
    ranges: tuple[OffsetRange, ...]
    losses: tuple[Loss, ...]
    finished: bool
    succeeded: bool
    cancelled: bool
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwedRun:
    """A run to ask for because nothing else will; `attempt` counts from 1 at each root."""

    root: str
    attempt: int = 1
    rollups: tuple[str, ...] = ()
    epoch: str = ""  # of the offsets or losses
    ranges: tuple[OffsetRange, ...] = ()
    losses: tuple[Loss, ...] = ()


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
    job's runs of the last days and all its gap runs, newest first.
    """
    now = ledger.now()
    owed = [
        *_due(catalogue, ledger, now, min_rebuild_interval_s),
        *find_unsettled(cursor, topic=topic, ledger=ledger, earlier=earlier),
    ]
    runs = [(run, _tried(run, earlier)) for run in owed]
    return tuple(
        replace(run, attempt=_failures(tried) + 1) for run, tried in runs if _may_run(tried, now)
    )


def find_unsettled(
    cursor: Cursor | None, *, topic: str, ledger: Ledger, earlier: Sequence[EarlierRun]
) -> tuple[OwedRun, ...]:
    """What lies behind the position and is neither taken in nor written down as lost.

    Offsets that a live run was asked for are left out; `attempt` is that of the run to ask for,
    now or once its back-off is over.
    """
    gaps = _unrecorded_gaps(topic, ledger, earlier)
    found = [
        *(OwedRun(_gap_root(run), epoch=run.epoch, losses=run.losses) for run in gaps),
        *_holes(cursor, topic, ledger, earlier, gaps),
    ]
    return tuple(replace(run, attempt=_failures(_tried(run, earlier)) + 1) for run in found)


def _due(
    catalogue: RollupCatalogue, ledger: Ledger, now: datetime, interval_s: float
) -> Iterable[OwedRun]:
    paths = {item.rollup.rollup_fp: item.rollup.path for item in catalogue.all()}
    due = due_partitions(ledger.states(list(paths)), now, min_rebuild_interval_s=interval_s)
    for path in sorted({paths[state.key.rollup_fp] for state in due}):
        yield OwedRun(f"due/{path}", rollups=(path,))


def _unrecorded_gaps(
    topic: str, ledger: Ledger, earlier: Sequence[EarlierRun]
) -> Sequence[EarlierRun]:
    """Gap runs, the newest over each loss, that did not come to write it down.

    The cursor has moved past what is lost, so these runs are the only ones that know of it.
    """
    gaps = {_gap_root(run): run for run in reversed(earlier) if run.losses}
    every = {loss for run in gaps.values() for loss in run.losses}
    if not every:
        return ()
    left = ledger.unrecorded(topic, list(every))
    return [
        run
        for run in gaps.values()
        if any(_is_part(piece, loss) for piece in left for loss in run.losses)
    ]


def _is_part(piece: Loss, loss: Loss) -> bool:
    if (piece.epoch, piece.partition) != (loss.epoch, loss.partition):
        return False
    if piece.end is None or loss.end is None:
        return (piece.start, piece.end) == (loss.start, loss.end)
    return loss.start <= piece.start and piece.end <= loss.end


def _gap_root(run: EarlierRun) -> str:
    return f"gap/{run.epoch}/{','.join(loss.words for loss in run.losses)}"


def _holes(
    cursor: Cursor | None,
    topic: str,
    ledger: Ledger,
    earlier: Sequence[EarlierRun],
    gaps: Sequence[EarlierRun],
) -> Iterable[OwedRun]:
    if cursor is None:
        return
    live = [
        item
        for run in earlier
        if not run.finished and run.epoch == cursor.epoch
        for item in run.ranges
    ]
    # A gap run settles what it lost, now or when it is asked for again.
    lost = [
        OffsetRange(loss.partition, loss.start, loss.end)
        for run in gaps
        for loss in run.losses
        if loss.epoch == cursor.epoch and loss.end is not None
    ]
    settled = ledger.settled(topic, cursor.epoch)
    for hole in subtract(cursor.covers(), [*settled, *live, *lost]):
        yield OwedRun(f"hole/{cursor.epoch}/{hole}", epoch=cursor.epoch, ranges=(hole,))


def _tried(owed: OwedRun, earlier: Sequence[EarlierRun]) -> Sequence[EarlierRun]:
    """The runs that were to do the same. Offsets of another epoch are other events."""
    return [
        run
        for run in earlier
        if run.root == owed.root
        or (run.epoch == owed.epoch and _overlaps(run.ranges, owed.ranges))
        or set(run.losses) & set(owed.losses)
    ]


def _failures(tried: Sequence[EarlierRun]) -> int:
    """How many in a row, newest first; runs too long ago to be seen are in the attempt's number."""
    failed = list(takewhile(lambda run: not run.succeeded, tried))
    return max([len(failed), *(run.attempt for run in failed)])


def _may_run(tried: Sequence[EarlierRun], now: datetime) -> bool:
    """Not while one is under way, nor while the last one's back-off lasts."""
    if any(not run.finished for run in tried):
        return False
    failures = _failures(tried)
    if not failures or tried[0].ended_at is None:
        return True
    wait = back_off(len(BACK_OFF_S) if tried[0].cancelled else failures)
    return tried[0].ended_at + wait <= now


def _overlaps(some: tuple[OffsetRange, ...], other: tuple[OffsetRange, ...]) -> bool:
    return any(
        one.partition == two.partition and one.start < two.end and two.start < one.end
        for one in some
        for two in other
    )
