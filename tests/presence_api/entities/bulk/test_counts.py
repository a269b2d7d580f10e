"""What a process has done about bulk updates."""

from presence_api.entities.bulk.counts import BulkCounts, Outcome
from presence_api.ports.bulk_jobs import Counts, JobState


def test_rows_are_counted_by_what_became_of_them_and_jobs_by_how_they_ended() -> None:
    counts = BulkCounts()
    counts.add("gadget", Counts(5, 0, 1))
    counts.add("gadget", Counts(2, 1, 0), JobState.PARTIAL)
    counts.add("order", Counts(), JobState.CANCELLED)
    assert counts.rows == {
        ("gadget", Outcome.CHANGED): 7,
        ("gadget", Outcome.SKIPPED): 1,
        ("gadget", Outcome.FAILED): 1,
    }
    assert counts.ended == {("gadget", JobState.PARTIAL): 1, ("order", JobState.CANCELLED): 1}
