"""What bulk updates keep, whoever dies, waits, cancels or changes rows beside them."""

from collections import Counter
from contextlib import suppress
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from metamodel.kernel.errors import RampartError
from presence_api.entities.bulk.counts import Outcome
from presence_api.entities.catalogue.view import EntityForbidden
from presence_api.entities.writing.patching import HeldBy, Patching, PatchWanted
from presence_api.ports.bulk_jobs import Job, JobState, JobsUsedUp
from presence_api.ports.lock_table import LockAddress
from tests.fakes.bulk import Killed
from tests.presence_api.entities.bulk.ground import BY_DAY, CODEC, LEASE_S, MUTATION_S, Ground
from tests.presence_api.entities.gadgets import MODEL, model, row, view
from tests.presence_api.entities.served import editor

ROWS = 12
REFUSING = model(access=[{"groups": ["admin"], "allRows": True}])
NUMBERS = st.integers(1, ROWS)
BEN, VIEW = editor("analyst", user="ben"), view("analyst")


def address(number: int) -> LockAddress:
    return LockAddress("acme", "gadget", str(number))


class BulkUpdates(RuleBasedStateMachine):
    """Chunks of a few rows, workers that die between any two statements, and others beside."""

    def __init__(self) -> None:
        super().__init__()
        self.ground = Ground(*(row(n, made="2026-01-01", size=0) for n in range(1, ROWS + 1)))
        self.ground.models.rollups = [BY_DAY]
        self.ground.chunk_rows(4)
        self.jobs: list[Job] = []
        self.patched: list[tuple[str, int]] = []
        self.names: dict[int, str] = {}
        self.listed: dict[tuple[str, str], int] = {}
        self.sizes = 0
        self.refused_since: int | None = None
        clock, writer = self.ground.clock, self.ground.writer
        self.patching = Patching(writer, self.ground, CODEC, clock)

    @rule(ids=st.sets(NUMBERS, min_size=1), conflict=st.sampled_from(["skip", "skip", "abort"]))
    def somebody_asks(self, ids: set[int], conflict: str) -> None:
        self.sizes += 1
        body: dict[str, Any] = {
            "ids": [str(one) for one in sorted(ids)],
            "set": {"amount": self.sizes},
            "onConflict": conflict,
        }
        with suppress(JobsUsedUp, EntityForbidden):
            job = self.ground.queue(**body)
            self.jobs.append(job)
            for listed in self.ground.bulk.kept[job.id].wanted.rows:
                self.listed[job.id, listed.id] = listed.version

    def _some_work(self) -> None:
        """There is a job to do: a worker without one shows nothing."""
        if all(self.ground.seen(job).state.final for job in self.jobs):
            self.somebody_asks(set(range(1, ROWS + 1)), "skip")

    @rule()
    def a_worker_works(self) -> None:
        self._some_work()
        self.ground.runner().turn(lambda: False)

    @rule()
    def a_worker_has_to_stop(self) -> None:
        self._some_work()
        self.ground.runner().turn(lambda: True)

    @rule(statements=st.integers(0, 60))
    def a_worker_dies(self, statements: int) -> None:
        self._some_work()
        self.ground.bulk.statements_left = statements
        with suppress(Killed):
            self.ground.runner().turn(lambda: False)
        self.ground.bulk.statements_left = None

    @rule(seconds=st.sampled_from([1.0, LEASE_S + 1, MUTATION_S + 1]), others=st.booleans())
    def a_chunk_takes_long(self, seconds: float, *, others: bool) -> None:
        """Between its transactions time passes, and another worker may look for work."""

        def once() -> None:
            self.ground.on_look = lambda: None
            self.ground.clock.advance(seconds)
            if others:
                self.ground.runner().turn(lambda: True)

        self._while_looking(once)

    @rule(number=NUMBERS)
    def somebody_changes_a_row_meanwhile(self, number: int) -> None:
        def once() -> None:
            self.ground.on_look = lambda: None
            self.somebody_changes_a_row(number)

        self._while_looking(once)

    @rule()
    def the_database_is_away_for_a_while(self) -> None:
        def once() -> None:
            self.ground.on_look = lambda: None
            self.ground.bulk.away = True

        self._while_looking(once)
        self.ground.bulk.away = False

    @rule(seconds=st.sampled_from([1.0, LEASE_S + 1, MUTATION_S + 1]))
    def time_passes(self, seconds: float) -> None:
        self.ground.clock.advance(seconds)

    @rule(number=NUMBERS)
    def somebody_changes_a_row(self, number: int) -> None:
        self.ground.bulk.show()
        name = "abcdefgh"[len(self.patched) % 8] * 3
        version = int(self.ground.row(number)["version"] or 0)
        wanted = PatchWanted(str(number), {"name": name}, version)
        try:
            found = self.patching.patch(VIEW, BEN, wanted, lambda _: ())
        except RampartError:
            return
        if found.change.version != version:
            self.patched.append((str(number), found.change.version))
        self.names[number] = name

    @rule(number=NUMBERS)
    def somebody_takes_or_lets_go_a_lock(self, number: int) -> None:
        if self.ground.held.pop(address(number), None) is None:
            self.ground.held[address(number)] = HeldBy("Cem", 0.0)

    @rule(number=NUMBERS)
    def another_operation_announces_a_row_and_dies(self, number: int) -> None:
        if address(number) not in self.ground.bulk.mutations:
            self.ground.bulk.mutations[address(number)] = self.ground.bulk.mutation("other", 5)

    @rule(which=st.integers(0, 9))
    def somebody_cancels(self, which: int) -> None:
        if self.jobs:
            job = self.jobs[which % len(self.jobs)]
            self.ground.bulk.cancel(job.tenant, job.id)

    @rule(granted=st.booleans())
    def policies_change(self, *, granted: bool) -> None:
        """From now on the author of all jobs may, or may not, change what they change."""
        self.ground.models.serve(MODEL if granted else REFUSING)
        self.refused_since = None if granted else len(self.ground.bulk.written)

    @invariant()
    def nothing_is_changed_that_is_not_granted(self) -> None:
        if self.refused_since is not None:
            assert len(self.ground.bulk.written) == self.refused_since

    @invariant()
    def figures_are_what_was_kept(self) -> None:
        rows, jobs = self.ground.parts.counts.rows, [self.ground.seen(one) for one in self.jobs]
        assert rows["gadget", Outcome.CHANGED] == len(self.ground.bulk.written)
        for outcome in (Outcome.SKIPPED, Outcome.FAILED):
            assert rows["gadget", outcome] == sum(getattr(one.counts, outcome) for one in jobs)

    @invariant()
    def each_id_of_a_job_is_done_at_most_once(self) -> None:
        done = Counter((job, one) for job, one, _ in self.ground.bulk.written)
        assert max(done.values(), default=1) == 1

    @invariant()
    def no_change_is_lost_to_one_that_had_not_seen_it(self) -> None:
        for job, one, version in self.ground.bulk.written:
            assert version == self.listed[job, one] + 1

    @invariant()
    def nothing_is_changed_that_is_not_announced(self) -> None:
        assert self.ground.bulk.unannounced == []

    @invariant()
    def counts_are_exact(self) -> None:
        done = Counter(job for job, _, _ in self.ground.bulk.written)
        for one in self.jobs:
            job, errors = self.ground.seen(one), self.ground.errors(one)
            assert job.counts.done == done[job.id]
            assert job.counts.skipped + job.counts.failed == len(errors)
            assert len({error.id for error in errors}) == len(errors)
            if job.state in {JobState.SUCCEEDED, JobState.PARTIAL}:
                assert job.counts.over == job.total

    @invariant()
    def each_version_of_a_row_was_made_by_one_change(self) -> None:
        made = [(one, version) for _, one, version in self.ground.bulk.written] + self.patched
        assert len(set(made)) == len(made)
        for number in range(1, ROWS + 1):
            count = sum(one == str(number) for one, _ in made)
            assert self.ground.row(number)["version"] == 1 + count
            assert self.ground.row(number)["name"] == self.names.get(number)

    @invariant()
    def each_operation_that_was_announced_ends_once(self) -> None:
        mutations = self.ground.bulk.mutations.values()
        live = {one.operation for one in mutations}
        for operation, phases in self.ground.operations().items():
            assert phases[0] == "MUTATING"
            assert len(phases) <= 2
            assert len(phases) == 1 or str(operation) not in live

    def teardown(self) -> None:
        """In the end nothing is left of what was begun."""
        for _ in range(20 * len(self.jobs)):
            self.ground.clock.advance(LEASE_S + 1)
            self.ground.runner().turn(lambda: False)
        assert all(self.ground.seen(job).state.final for job in self.jobs)
        assert {one.operation for one in self.ground.bulk.mutations.values()} <= {"other"}
        self.counts_are_exact()
        self.each_version_of_a_row_was_made_by_one_change()

    def _while_looking(self, once: Any) -> None:
        self._some_work()
        self.ground.on_look = once
        self.ground.runner().turn(lambda: False)
        self.ground.on_look = lambda: None


TestBulkUpdates = BulkUpdates.TestCase
TestBulkUpdates.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
