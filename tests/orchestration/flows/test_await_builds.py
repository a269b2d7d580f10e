"""Following build jobs to their ends."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from metamodel.kernel.errors import RampartError
from metamodel.model.partitions import Granularity
from orchestration.flows.await_builds import await_builds, table_begun
from orchestration.flows.build_tools import BuildLimits
from orchestration.flows.find_rollups import ServedRollup, partition_keys
from orchestration.ports.cube import Caller, CubeRefused, Job, JobStatus, ModelNotServed
from orchestration.ports.ledger import LedgerUnavailable
from tests.fakes.cube import FakeCube
from tests.fakes.platform import FakePlatform
from tests.fakes.rollups import rollup

PARTITION = "2024-01-01"
SERVED = ServedRollup(rollup(), "shop-1")


class ScriptedCube(FakeCube):
    """Answers every look at a job with the next scripted status, then as the fake does."""

    script: list[Job]

    def jobs(self, tokens: Sequence[str], caller: Caller) -> Sequence[Job]:
        if self.script:
            return [replace(self.script.pop(0), token=token) for token in tokens]
        return super().jobs(tokens, caller)


def platform_with(*script: Job, limits: BuildLimits | None = None) -> FakePlatform:
    cube = ScriptedCube()
    cube.script = list(script)
    platform = FakePlatform(cube=cube, limits=limits or BuildLimits())
    cube.serve("shop-1", {}, [SERVED.rollup])
    platform.ledger.want(partition_keys(SERVED.rollup))
    return platform


def run(platform: FakePlatform) -> tuple[list[str], dict[str, str]]:
    attempts = platform.ledger.begin(SERVED.rollup, [PARTITION], "run")
    built, failures = await_builds(SERVED, attempts, platform.build_tools)
    return [item.partition for item in built], failures


def gone() -> Job:
    return Job("", JobStatus.GONE)


def collided() -> Job:
    return Job("", JobStatus.FAILED, error='failure: relation "t" already exists')


@pytest.mark.parametrize("obstacle", [gone(), collided()], ids=["gone", "collided"])
def test_a_job_that_is_lost_or_collided_is_posted_again(obstacle: Job) -> None:
    platform = platform_with(obstacle)
    built, failures = run(platform)

    assert (built, failures) == ([PARTITION], {})
    assert len(platform.cube.posts) == 2


def test_a_job_is_posted_at_most_so_many_times() -> None:
    platform = platform_with(gone(), gone(), gone())
    built, failures = run(platform)

    assert built == []
    assert failures[PARTITION].startswith("BLD-003")
    assert len(platform.cube.posts) == 3


def test_a_post_that_cube_refuses_fails_with_cubes_own_words() -> None:
    platform = platform_with()
    platform.cube.serve("shop-1", {}, [])  # a version that no longer knows the rollup
    built, failures = run(platform)

    assert built == []
    assert failures[PARTITION].startswith("CUBE-002")
    assert "matches no pre-aggregation" in failures[PARTITION]


def test_a_version_that_is_not_served_fails_every_partition() -> None:
    platform = platform_with()
    platform.cube.post_build = _not_served  # type: ignore[method-assign]
    built, failures = run(platform)

    assert built == []
    assert failures[PARTITION].startswith("CUBE-003")


def _not_served(*_: object, **__: object) -> Sequence[str]:
    raise ModelNotServed("shop-1")


def test_more_tables_than_partitions_are_not_believed() -> None:
    platform = platform_with()
    platform.cube.post_build = lambda *_, **__: ["one", "two"]  # type: ignore[method-assign]
    built, failures = run(platform)

    assert built == []
    assert "2 tables for one partition" in failures[PARTITION]


def test_done_without_a_table_is_not_believed() -> None:
    platform = platform_with(Job("", JobStatus.DONE, "preaggs.nowhere_zzzzzz"))
    built, _ = run(platform)

    assert built == [PARTITION]
    assert len(platform.cube.posts) == 2


def test_a_table_begun_before_we_asked_is_not_ours() -> None:
    platform = platform_with()
    platform.cube.clock_s = 10**9  # every table of the fake is older than that
    built, failures = run(platform)

    assert built == []
    assert failures[PARTITION].startswith("BLD-003")


def test_a_build_that_takes_too_long_fails_and_says_how_long() -> None:
    platform = platform_with(limits=BuildLimits(timeout_s=60))
    platform.cube.looks_until_done = 10**6
    built, failures = run(platform)

    assert built == []
    assert failures[PARTITION].startswith("BLD-002 nothing done for 6")


def test_leases_are_renewed_while_cube_works() -> None:
    platform = platform_with()
    platform.cube.looks_until_done = 100  # well beyond one lease of 30 s
    built, _ = run(platform)

    assert built == [PARTITION]


def test_leases_are_renewed_between_slow_posts_and_slow_looks() -> None:
    months = ServedRollup(rollup(partition=Granularity.MONTH), "shop-1")
    platform = FakePlatform()
    platform.cube.serve("shop-1", {}, [months.rollup])
    platform.cube.on_post = lambda: platform.clock.advance(2)
    counted = platform.tables.rows

    def slowly_counted(table: str) -> int:
        platform.clock.advance(2)
        return counted(table)

    platform.tables.rows = slowly_counted  # type: ignore[method-assign]
    names = months.rollup.partition_ids()
    platform.ledger.want(partition_keys(months.rollup))
    attempts = platform.ledger.begin(months.rollup, names, "run")
    built, failures = await_builds(months, attempts, platform.build_tools)

    assert failures == {}
    assert [item.partition for item in built] == list(names)


@pytest.mark.parametrize(
    ("error", "code"),
    [(CubeRefused("jobs", "400"), "CUBE-002"), (ModelNotServed("shop-1"), "CUBE-003")],
)
def test_a_refusal_to_tell_of_jobs_fails_them_and_is_not_raised(
    error: RampartError, code: str
) -> None:
    platform = platform_with()

    def refuse(tokens: Sequence[str], caller: Caller) -> Sequence[Job]:
        raise error

    platform.cube.jobs = refuse  # type: ignore[method-assign]
    built, failures = run(platform)

    assert built == []
    assert failures[PARTITION].startswith(code)
    assert not platform.ledger.states(["fp-1"])[0].building


def test_a_table_that_cannot_be_counted_fails_its_own_partition_only() -> None:
    platform = platform_with()
    counted = platform.tables.rows

    def all_but_the_first(table: str) -> int:
        if "20240101" in table:
            raise LedgerUnavailable("canceling statement due to statement timeout")
        return counted(table)

    platform.tables.rows = all_but_the_first  # type: ignore[method-assign]
    attempts = platform.ledger.begin(SERVED.rollup, [PARTITION, "2025-01-01"], "run")
    built, failures = await_builds(SERVED, attempts, platform.build_tools)

    assert [item.partition for item in built] == ["2025-01-01"]
    assert failures[PARTITION].startswith("LDG-001")


def test_a_lease_that_ran_out_makes_the_attempt_fail() -> None:
    platform = platform_with(limits=BuildLimits(renew_every_s=10**6))
    platform.cube.looks_until_done = 100
    built, failures = run(platform)

    assert built == []
    assert failures[PARTITION].startswith("LDG-002")


@pytest.mark.parametrize(
    ("table", "second"),
    [
        ("preaggs.orders_by_day20250101_xttbvlyg_l0uast1d_1lg7ghh", int("1lg7ghh", 32)),
        ("preaggs.orders_by_day-x", None),
    ],
)
def test_the_second_a_table_was_begun_in_is_read_from_its_name(
    table: str, second: int | None
) -> None:
    assert table_begun(table) == second
