"""What everybody promises who keeps jobs: that a plan begins one, and how long one is kept."""

from presence_api.ports.bulk_jobs import Counts, Job, JobState, JobWanted, ListedRow
from tests.contract.bulk_ground import ERROR, LEASE_S, MOST, OVER, BulkGround, uuid


def planned(tenant: str, plan: str | None) -> JobWanted:
    rows = [ListedRow(1, tenant, "1", 1)]
    return JobWanted(uuid(), tenant, "gadget", "anna", "Anna", {}, rows, plan_id=plan)


class BulkEndContract(BulkGround):
    """Jobs of plans, and jobs that are over."""

    def ended(self, job: Job) -> str:
        """It, once it is over with an error."""
        self.work.take(self.me, LEASE_S)
        with self.work.step(job.id, self.me, LEASE_S) as step:
            step.advance(Counts(2, 0, 1), [ERROR])
            step.finish(JobState.PARTIAL)
        return job.id

    def test_a_plan_begins_one_job_of_its_tenant(self) -> None:
        plan = uuid()
        first, again, theirs, other = (
            self.jobs.queue(planned(tenant, one), MOST)
            for tenant, one in (("acme", plan), ("acme", plan), ("acme", uuid()), ("acme", None))
        )
        assert first == again
        assert len({one.id for one in (first, theirs, other)}) == MOST
        assert self.jobs.begun("acme", plan) == first
        assert self.jobs.begun("globex", plan) is None
        assert self.jobs.begun("acme", uuid()) is None
        assert self.jobs.queue(planned("acme", plan), MOST) == first  # though all are used up

    def test_what_is_over_is_removed_once_its_time_is_over_the_oldest_first(self) -> None:
        jobs = [self.ended(self.queued()) for _ in range(2)]
        assert not self.work.remove_ended(3600)
        for left in (1, 0):
            assert self.work.remove_ended(OVER)
            found = [one for one in jobs if self.jobs.find("acme", one) is not None]
            assert found == jobs[2 - left :]
            assert [one for one in jobs if self.jobs.errors("acme", one, 0, 10)] == found
        assert not self.work.remove_ended(OVER)
        assert self.jobs.cancel("acme", jobs[0]) is None

    def test_what_is_not_over_is_never_removed(self) -> None:
        running, stopping, waiting = (self.queued().id for _ in range(3))
        for _ in range(2):
            self.work.take(uuid(), LEASE_S)
        self.jobs.cancel("acme", stopping)
        assert not self.work.remove_ended(OVER)
        self.jobs.cancel("acme", waiting)
        assert self.work.remove_ended(OVER)
        assert not self.work.remove_ended(OVER)
        found = [self.jobs.find("acme", one) for one in (running, stopping, waiting)]
        assert [one and one.state for one in found] == [
            JobState.RUNNING,
            JobState.CANCELLING,
            None,
        ]
