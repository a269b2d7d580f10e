import pytest

from orchestration.ports.cube import Answer, Caller, Cube, Job, JobStatus
from tests.fakes.cube import FakeCube


@pytest.mark.parametrize(
    ("status", "error", "collided"),
    [
        (JobStatus.FAILED, 'relation "t" already exists', True),
        (JobStatus.FAILED, "out of memory", False),
        (JobStatus.DONE, "already exists", False),
    ],
)
def test_only_a_failed_job_collides(*, status: JobStatus, error: str, collided: bool) -> None:
    assert Job("token", status, error=error).collided is collided


def test_a_caller_is_an_administrator_of_nobodys_rows_unless_told_otherwise() -> None:
    caller = Caller("shop-1")

    assert (caller.groups, caller.tenant_id) == (("admin",), None)
    assert not caller.source
    assert not caller.service


def test_an_answer_from_the_source_used_no_rollup() -> None:
    assert Answer(()).used_rollups == frozenset()


def test_the_fake_is_a_cube() -> None:
    cube: Cube = FakeCube(clock_s=7)

    assert cube.now_s() == 7
