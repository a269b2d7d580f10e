"""What a report may show: decided from what was known of the rollups before Cube was asked.

Pure: the ledger, the cache and Cube are asked by others. An answer is shown only if every row of
it was servable then; what became servable during the call is not relied on.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from metamodel.model.freshness import Freshness, worst
from presence_api.ports.ledger_reading import (
    LedgerReading,
    RangeReading,
    Ranges,
    RollupReading,
)
from presence_api.ports.report_cache import CachedReport


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report wants of its data's age.

    `ranges` are by rollup (`cube.name`), for each has its own time; those not named are read whole.
    `least` is what the client heard of: the epoch of a build, by rollup.
    """

    ranges: Mapping[str, Ranges] = field(default_factory=dict)
    least: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadLedger:
    """The client has heard of a build that this reading is from before: read again."""


@dataclass(frozen=True, slots=True)
class ShowCached:
    """Show what the cache has."""

    report: CachedReport
    freshness: Freshness


@dataclass(frozen=True, slots=True)
class AskCube:
    """Nothing that is kept is new enough; `old` may be shown if Cube does not answer."""

    old: CachedReport | None = None


@dataclass(frozen=True, slots=True)
class Refuse:
    """Nobody knows whether an answer would be whole, and nothing is kept: 503."""


@dataclass(frozen=True, slots=True)
class Show:
    """Show Cube's answer; `epochs` are what it is compared by when it is kept."""

    freshness: Freshness
    epochs: Mapping[str, int]
    from_source: bool


@dataclass(frozen=True, slots=True)
class AskSource:
    """Drop the answer, rows of it may be missing: ask again, past the rollups."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long answers are kept."""

    rollups_s: float = 86_400.0  # for when Cube is away; what is older than the ledger is not shown
    source_s: float = 5.0


def before_call(
    reading: LedgerReading | None,
    kept: CachedReport | None,
    asked: Asked,
    now: datetime,
    *,
    just_read: bool = True,
) -> ReadLedger | ShowCached | AskCube | Refuse:
    """What to do first; without a reading nothing but what is kept can be shown.

    `just_read` says that the reading was taken for this very report: it is not doubted then.
    """
    old = kept if kept is not None and kept.lives(now) else None
    if reading is None:
        return ShowCached(old, Freshness.UNKNOWN) if old else Refuse()
    if not just_read and reading.behind(asked.least):
        return ReadLedger()
    if old is None or not up_to_date(old, reading, asked):
        return AskCube(old)
    if old.from_source:
        return ShowCached(old, Freshness.SOURCE)
    return ShowCached(old, _freshness(_named(reading, old.epochs), asked))


def together(shows: Collection[Show]) -> Show:
    """What the answers to several queries of one report are worth together: as the worst."""
    return Show(
        worst(one.freshness for one in shows),
        {path: epoch for one in shows for path, epoch in one.epochs.items()},
        any(one.from_source for one in shows),
    )


def epochs_of(reading: LedgerReading, asked: Asked) -> dict[str, int]:
    """Of all rollups that were read; only who read the same may share a call."""
    return _epochs(reading.rollups.values(), asked)


def up_to_date(kept: CachedReport, reading: LedgerReading, asked: Asked) -> bool:
    """Is what is kept as new as the ledger? A rollup that is gone counts as newer."""
    return all(
        path in reading.rollups and _over(reading.rollups[path], asked).epoch == epoch
        for path, epoch in kept.epochs.items()
    )


def after_call(
    before: LedgerReading, used: Collection[str] | None, asked: Asked
) -> Show | AskSource:
    """What Cube's answer is worth, by the reading from before its call.

    `used` are the rollups it was answered from; none of them: from the source. None is Cube's
    refusal because nothing is built.
    """
    if used is None:
        return AskSource()
    if not used:
        return Show(Freshness.SOURCE, epochs_of(before, asked), from_source=True)
    rollups = _named(before, used)
    if len(rollups) < len(set(used)) or not all(_over(one, asked).covered for one in rollups):
        return AskSource()
    return Show(_freshness(rollups, asked), _epochs(rollups, asked), from_source=False)


def after_failure(old: CachedReport | None, now: datetime) -> ShowCached | Refuse:
    """Cube is away, or does not answer in time: what was kept is shown, with its age."""
    if old is None or not old.lives(now):
        return Refuse()
    return ShowCached(old, worst([old.freshness, Freshness.STALE]))


def kept_report(show: Show, body: bytes, made_at: datetime, keeping: Keeping) -> CachedReport:
    """What to keep of an answer that is shown; what the report's own limit cuts off is no fault.

    `made_at` is the time of the reading, not of the answer.
    """
    life_s = keeping.source_s if show.from_source else keeping.rollups_s
    ends_at = made_at + timedelta(seconds=life_s)
    return CachedReport(body, show.epochs, show.freshness, show.from_source, made_at, ends_at)


def _named(reading: LedgerReading, paths: Collection[str]) -> list[RollupReading]:
    return [reading.rollups[path] for path in sorted(set(paths)) if path in reading.rollups]


def _over(rollup: RollupReading, asked: Asked) -> RangeReading:
    return rollup.over(asked.ranges.get(rollup.rollup.path, ()))


def _freshness(rollups: Collection[RollupReading], asked: Asked) -> Freshness:
    return worst(_over(one, asked).freshness for one in rollups)


def _epochs(rollups: Collection[RollupReading], asked: Asked) -> dict[str, int]:
    return {one.rollup.path: _over(one, asked).epoch for one in rollups}
