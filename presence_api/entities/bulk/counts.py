"""What a process has done about bulk updates, for its figures."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from presence_api.durations import Durations
from presence_api.ports.bulk_jobs import Counts, JobState

CHUNK_BOUNDS_S: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0)


class Outcome(StrEnum):
    """What becomes of a row."""

    CHANGED = "changed"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(slots=True)
class BulkCounts:
    """Counted since the process started, of what the database has kept."""

    ended: Counter[tuple[str, JobState]] = field(default_factory=Counter)  # by entity and state
    rows: Counter[tuple[str, Outcome]] = field(default_factory=Counter)  # by entity and outcome
    taken_over: Counter[str] = field(default_factory=Counter)  # from workers that died, by entity
    removed: int = 0  # jobs whose time was over
    chunks: Durations = field(default_factory=lambda: Durations(CHUNK_BOUNDS_S))

    def add(self, entity: str, rows: Counts, ended: JobState | None = None) -> None:
        """So many more rows are over, and perhaps the job."""
        for outcome, count in _by_outcome(rows):
            if count:
                self.rows[entity, outcome] += count
        if ended is not None:
            self.ended[entity, ended] += 1


def _by_outcome(rows: Counts) -> Iterator[tuple[Outcome, int]]:
    yield Outcome.CHANGED, rows.done
    yield Outcome.SKIPPED, rows.skipped
    yield Outcome.FAILED, rows.failed
