"""What workers and their steps tell each other."""

from presence_api.ports.bulk_jobs import Counts, JobState
from presence_api.ports.bulk_work import JobLost, Standing


def test_where_a_job_stands_is_a_value() -> None:
    one = Standing(JobState.RUNNING, 7, Counts(1), None, {})
    assert one == Standing(JobState.RUNNING, 7, Counts(1), None, {})


def test_a_lost_job_is_not_tried_again() -> None:
    assert not JobLost("1").retryable
