"""What jobs are made of."""

from presence_api.ports.bulk_jobs import Counts, JobState, JobsUsedUp


def test_a_state_is_final_or_becomes_another() -> None:
    assert {state for state in JobState if not state.final} == {
        JobState.QUEUED,
        JobState.RUNNING,
        JobState.CANCELLING,
    }


def test_counts_add_up() -> None:
    assert Counts(1, 2, 3) + Counts(10, 20, 30) == Counts(11, 22, 33)
    assert Counts(1, 2, 3).over == 6


def test_whoever_has_too_many_jobs_may_come_again() -> None:
    assert JobsUsedUp("acme").retryable
