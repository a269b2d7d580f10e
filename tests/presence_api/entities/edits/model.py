"""What must become of gadgets, as anybody could keep it on paper."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from metamodel.kernel.errors import RampartError
from presence_api.entities.faults import RequestInvalid
from presence_api.entities.writing.patching import (
    RowChanging,
    RowHeld,
    VersionConflict,
    VersionMissing,
)
from presence_api.ports.bulk_jobs import JobState
from presence_api.ports.lock_table import Holder
from presence_api.ports.row_writer import KeyReused
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused
from tests.presence_api.entities.edits.ground import IDS, JobSeen, Seen
from tests.presence_api.entities.edits.mortal import Written

Change = tuple[str, int]
"""An id, and the version that was made of it."""
MOST: Final = 100.5
"""No amount may be more."""


@dataclass(frozen=True, slots=True)
class Grip:
    """A lock that was somebody's once, and may be still."""

    id: str
    holder: Holder
    fence: int


@dataclass(frozen=True, slots=True)
class Sent:
    """A change as it was sent."""

    user: str
    id: str
    patch: Mapping[str, Any]
    version: int | None
    grip: Grip | None = None
    key: str | None = None


@dataclass(slots=True)
class _Row:
    version: int = 1
    name: str | None = None
    amount: float = 0.0
    fence: int = 0
    told: int = 1  # the version that others know of


@dataclass(slots=True)
class _Job:
    listed: Mapping[str, int]
    amount: float
    done: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Operation:
    job: UUID
    left: set[str]  # ids of which nobody has heard how it ended
    over: bool = False


class EditModel:
    """Rows, jobs, requests that count for a day, and what others were told."""

    def __init__(self) -> None:
        self.rows = {one: _Row() for one in IDS}
        self.jobs: dict[str, _Job] = {}
        self.made: dict[tuple[str, str], tuple[Sent, int]] = {}
        self._untold: dict[Change, UUID | None] = {}
        self._operations: dict[UUID, _Operation] = {}

    def refusal(self, sent: Sent, holder: str | None, changing: bool) -> type[RampartError] | None:
        """Why a change that is sent now is not made; None: it is, or it was before."""
        row, grip = self.rows[sent.id], sent.grip
        if sent.key is not None and (sent.user, sent.key) in self.made:
            same = _said(self.made[sent.user, sent.key][0]) == _said(sent)
            return None if same else KeyReused
        if grip is not None and (grip.id, grip.holder.user) != (sent.id, sent.user):
            return LockTokenRefused
        reasons: list[tuple[bool, type[RampartError]]] = [
            (sent.version is None, VersionMissing),
            (changing, RowChanging),
            (holder not in (None, sent.user), RowHeld),
            (grip is not None and grip.fence < row.fence, FenceOvertaken),
            (sent.version != row.version, VersionConflict),
            (sent.patch.get("amount", 0) > MOST, RequestInvalid),
        ]
        return next((error for applies, error in reasons if applies), None)

    def version_after(self, sent: Sent) -> tuple[int, bool]:
        """A change that is not refused has happened: the version it made, and whether before."""
        if sent.key is not None and (sent.user, sent.key) in self.made:
            return self.made[sent.user, sent.key][1], True
        row = self.rows[sent.id]
        if sent.grip is not None:
            row.fence = sent.grip.fence
        now = {"name": row.name, "amount": row.amount}
        if now != {**now, **sent.patch}:
            row.version += 1
            row.name, row.amount = {**now, **sent.patch}.values()
            self._untold[sent.id, row.version] = None
        if sent.key is not None:
            self.made[sent.user, sent.key] = sent, row.version
        return row.version, False

    def queued(self, job: str, ids: Iterable[str], amount: float) -> None:
        """A job that gives these rows an amount is there; it means them as they are now."""
        listed = {one: self.rows[one].version for one in ids if self.rows[one].amount != amount}
        self.jobs[job] = _Job(listed, amount)

    def written(self, written: Written) -> None:
        """A job has changed a row: as it was listed, and once."""
        name, one, version = written
        job, row = self.jobs[name], self.rows[one]
        assert one not in job.done, f"{name} has changed {one} twice"
        assert version == job.listed[one] + 1, f"{name} changed {one}, which was another by then"
        assert version == row.version + 1, f"{one} has version {version} twice"
        job.done.add(one)
        row.version, row.amount = version, job.amount
        self._untold[one, version] = UUID(name)

    def agrees(self, seen: Seen) -> None:
        """What there is must be what is on paper."""
        rows = {one: (row.version, row.name, row.amount) for one, row in self.rows.items()}
        assert seen.rows == rows, f"there is {seen.rows}, not {rows}"
        fences = {one: row.fence for one, row in self.rows.items() if row.fence}
        assert seen.fences == fences, f"there is {seen.fences}, not {fences}"
        for event in seen.told:
            self._hear(event)
        assert not self._untold, f"nobody was told of {self._untold}"
        for name, job in self.jobs.items():
            _counts_agree(job, seen.jobs[name])

    def drained(self, seen: Seen) -> None:
        """Nothing is under way any more, and everybody knows how it ended."""
        assert not seen.changing, f"{seen.changing} are being changed for ever"
        assert all(seen.jobs[job].state.final for job in self.jobs), f"{seen.jobs} are not over"
        open_ends = [one for one in self._operations.values() if one.left]
        assert open_ends == [], f"nobody knows how {open_ends} ended"

    def _hear(self, event: Mapping[str, Any]) -> None:
        changes = list(zip(event["ids"], event["versions"], strict=True))
        if event["phase"] == "MUTATING":
            self._hear_announced(event)
            return
        made = [one for one in changes if self._untold.get(one, event) == event["job_id"]]
        if event["job_id"] is not None:
            self._hear_ended(event, has_changed=bool(made))
        else:
            assert made == changes, f"{event} tells of what has not happened"
        for one, version in changes:
            row = self.rows[one]
            if (one, version) in made:
                assert version == row.told + 1, f"{event} comes after version {row.told}"
                row.told = version
                del self._untold[one, version]
            assert version <= row.told, f"{event} tells of a version that is not there yet"

    def _hear_announced(self, event: Mapping[str, Any]) -> None:
        """What it takes over has ended by that: nobody waits for it any more."""
        operation = event["operation_id"]
        assert operation not in self._operations, f"{event} begins once more"
        for other in self._operations.values():
            other.left -= set(event["ids"])
        self._operations[operation] = _Operation(event["job_id"], set(event["ids"]))

    def _hear_ended(self, event: Mapping[str, Any], *, has_changed: bool) -> None:
        operation = self._operations.get(event["operation_id"])
        assert operation is not None, f"{event} ends what was not announced"
        assert not operation.over, f"{event} ends once more"
        assert operation.job == event["job_id"], f"{event} is another job's"
        assert has_changed == (event["phase"] == "MUTATED"), f"{event} says what is not so"
        operation.over = True
        operation.left -= set(event["ids"])


def _said(sent: Sent) -> tuple[Any, ...]:
    """What tells a request from others."""
    return sent.id, sent.version, dict(sent.patch)


def _counts_agree(job: _Job, seen: JobSeen) -> None:
    counts, left = seen.counts, set(seen.errors)
    exact = counts.skipped + counts.failed == len(left) == len(seen.errors)
    whole = counts.over == seen.total or seen.state not in {JobState.SUCCEEDED, JobState.PARTIAL}
    assert counts.done == len(job.done), f"{seen} counts what it has not done"
    for kept in (exact, whole, not job.done & left):
        assert kept, f"{seen} counts wrongly"
