"""Post build jobs for a batch of partitions and follow each to its end in the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass

from metamodel.kernel.errors import RampartError
from metamodel.model.partitions import Partition
from orchestration.flows.build_tools import BuildTools
from orchestration.flows.find_rollups import ServedRollup
from orchestration.ports.cube import Caller, CubeUnavailable, Job, JobStatus
from orchestration.ports.ledger import Attempt

FIRST_POLL_S, LONGEST_POLL_S = 0.05, 1.0


class BuildTimedOut(RampartError):
    """Cube did not finish a partition in time; the old table, if any, keeps serving."""

    code = "BLD-002"
    retryable = True
    hint = "Look at Cube's log and the database's load, or raise RAMPART_BUILD_TIMEOUT_S."


class TooManyPosts(RampartError):
    """Cube lost or collided a build job as often as it may be posted."""

    code = "BLD-003"
    retryable = True
    hint = "Look whether Cube restarts again and again, or several builders share one database."


@dataclass(frozen=True, slots=True)
class BuiltPartition:
    """One partition that is servable now."""

    partition: str
    table: str
    rows: int
    data_epoch: int
    duration_s: float


@dataclass(slots=True)
class _Open:
    """One attempt on its way; `not_before` is when its next post may go out."""

    attempt: Attempt
    date_range: tuple[str, str] | None
    token: str | None = None
    asked_s: int = 0  # second on Cube's clock before its job was posted
    posts: int = 0
    not_before: float = 0.0


def await_builds(
    served: ServedRollup, attempts: Sequence[Attempt], tools: BuildTools
) -> tuple[tuple[BuiltPartition, ...], dict[str, str]]:
    """Follow the attempts to their ends: what was built, and why what was not was not.

    A job that Cube no longer knows, or that collided with another build in its second, is posted
    again, `limits.posts` times in all. Leases are renewed meanwhile.
    """
    return _Batch(served, attempts, tools).run()


class _Batch:
    def __init__(
        self, served: ServedRollup, attempts: Sequence[Attempt], tools: BuildTools
    ) -> None:
        self._tools, self._clock = tools, tools.clock
        self._rollup = served.rollup
        self._caller = Caller(version=served.version, service=True)
        ranges = {item.id: item for item in served.rollup.partitions()}
        self._open = [_Open(item, _range_of(ranges, item.key.partition)) for item in attempts]
        self._began_s = self._renewed_s = self._progress_s = self._clock.monotonic_s()
        self._built: list[BuiltPartition] = []
        self._failures: dict[str, str] = {}

    def run(self) -> tuple[tuple[BuiltPartition, ...], dict[str, str]]:
        pause_s = FIRST_POLL_S
        while self._open:
            try:
                self._post_waiting()
                self._look()
            except RampartError as error:
                # Cube is away, or will say no more of these jobs; the ledger keeps all dirty.
                self._fail(list(self._open), error)
            if self._open:
                self._stop_if_late()
                self._renew()
                self._clock.sleep(pause_s)
                pause_s = min(pause_s * 1.5, LONGEST_POLL_S)
        return tuple(self._built), self._failures

    def _post_waiting(self) -> None:
        now_s = self._clock.monotonic_s()
        ready = [one for one in self._open if one.token is None and one.not_before <= now_s]
        asked_s = self._tools.cube.now_s() if ready else 0
        for item in ready:
            if item.posts >= self._tools.limits.posts:
                self._fail([item], TooManyPosts(f"posted {item.posts} times"))
                continue
            item.posts += 1
            item.asked_s = asked_s
            self._post(item)
            self._renew()  # each post and each look may take as long as a call may take

    def _post(self, item: _Open) -> None:
        cube, rollup = self._tools.cube, self._rollup
        try:
            tokens = cube.post_build(
                rollup.path, item.date_range, self._caller, timezone=rollup.timezone
            )
        except CubeUnavailable:
            raise
        except RampartError as error:
            self._fail([item], error)
            return
        if len(tokens) != 1:
            wrong = BuildTimedOut(f"Cube planned {len(tokens)} tables for one partition")
            self._fail([item], wrong)
            return
        item.token = tokens[0]
        self._tools.ledger.posted(item.attempt, item.token)

    def _look(self) -> None:
        waiting = [item for item in self._open if item.token]
        if not waiting:
            return
        tokens = [item.token for item in waiting if item.token]
        for item, job in zip(waiting, self._tools.cube.jobs(tokens, self._caller), strict=True):
            self._settle(item, job)
            self._renew()

    def _settle(self, item: _Open, job: Job) -> None:
        if job.status is JobStatus.RUNNING:
            return
        if job.status is JobStatus.FAILED and not job.collided:
            self._fail([item], None, job.error)
        elif job.status is JobStatus.DONE and job.table and self._counts(item, job.table):
            self._commit(item, job.table)
        else:
            # Gone, collided, no table, or a table begun before this attempt: ask again, in the
            # next second, since Cube names tables by the second they were begun in.
            item.token = None
            item.not_before = self._clock.monotonic_s() + (1.0 if item.posts else 0.0)

    def _counts(self, item: _Open, table: str) -> bool:
        begun = table_begun(table)
        if begun is not None and begun < item.asked_s:
            # A build that somebody began before us, and that may have missed what made us build.
            return False
        return table in self._tools.tables.existing([table])

    def _commit(self, item: _Open, table: str) -> None:
        key = item.attempt.key
        try:
            rows = self._tools.tables.rows(table)
            epoch = self._tools.ledger.succeed(item.attempt, table, rows)
        except RampartError as error:  # a lost lease, or a table too large to be counted in time
            self._fail([item], error)
            return
        self._open.remove(item)
        self._progress_s = self._clock.monotonic_s()
        took_s = self._progress_s - self._began_s
        self._built.append(BuiltPartition(key.partition, table, rows, epoch, took_s))

    def _fail(self, items: list[_Open], error: RampartError | None, words: str = "") -> None:
        text = error.explain() if error else words
        self._tools.ledger.fail([item.attempt for item in items], text)
        for item in items:
            self._open.remove(item)
            self._failures[item.attempt.key.partition] = text

    def _stop_if_late(self) -> None:
        # Partitions wait for each other in Cube's queue: what counts is that one of them ends.
        waited_s = self._clock.monotonic_s() - self._progress_s
        if waited_s > self._tools.limits.timeout_s:
            self._fail(list(self._open), BuildTimedOut(f"nothing done for {waited_s:.0f} s"))

    def _renew(self) -> None:
        now_s = self._clock.monotonic_s()
        if self._open and now_s - self._renewed_s >= self._tools.limits.renew_every_s:
            self._tools.ledger.renew([item.attempt for item in self._open])
            self._renewed_s = now_s


def table_begun(table: str) -> int | None:
    """Unix second in which Cube began a table, from the base-32 end of its name.

    None where the name has no such end. Source: Cube's query orchestrator, naming version 2.
    """
    suffix = table.rpartition("_")[2]
    try:
        return int(suffix, 32)
    except ValueError:
        return None


def _range_of(ranges: dict[str, Partition], partition: str) -> tuple[str, str] | None:
    return ranges[partition].date_range if partition in ranges else None
