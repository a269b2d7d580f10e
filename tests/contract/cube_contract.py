"""What every Cube promises to the flows; run on the fake and on the HTTP adapter."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from metamodel.model.partitions import Extent, Granularity
from metamodel.modelgen.rollup import Rollup
from orchestration.ports.cube import (
    Answer,
    Caller,
    Cube,
    CubeRefused,
    Job,
    JobStatus,
    ModelNotServed,
    PartitionsMissing,
)

QUERY = {"measures": ["orders.count"], "timezone": "UTC", "limit": 10}
FPS = {"orders": "fp-orders", "customer": "fp-customer"}
ROWS = ({"orders.count": "3"},)
MOST_LOOKS = 10_000


@dataclass(frozen=True)
class Shop:
    """A Cube that serves one version with rows, two cubes and one rollup, unbuilt."""

    cube: Cube
    rollup: Rollup
    version: str = "shop-1"

    @property
    def service(self) -> Caller:
        """Who may build."""
        return Caller(self.version, service=True)

    def settled(self, tokens: Sequence[str]) -> list[Job]:
        """The jobs once none is running."""
        for _ in range(MOST_LOOKS):
            jobs = list(self.cube.jobs(tokens, self.service))
            if all(job.status is not JobStatus.RUNNING for job in jobs):
                return jobs
        raise AssertionError("the builds do not end")


def by_month() -> Rollup:
    """The shop's rollup: `orders.by_month`, three partitions."""
    return Rollup(
        cube="orders",
        name="by_month",
        rollup_fp="0123456789abcdef",
        extent=Extent(date(2025, 1, 1), date(2025, 3, 31)),
        partition=Granularity.MONTH,
        time_sql="o_orderdate",
        time_table="orders",
    )


class CubeContract(ABC):
    """Subclass it and give it a shop."""

    @pytest.fixture(autouse=True)
    @abstractmethod
    def shop(self) -> Shop:
        """A Cube as `Shop` describes it."""

    def build(self, shop: Shop) -> list[Job]:
        tokens = shop.cube.post_build(shop.rollup.path, None, shop.service, timezone="UTC")
        return shop.settled(tokens)

    def test_it_echoes_the_fingerprint_of_every_cube(self, shop: Shop) -> None:
        assert shop.cube.cube_fps(shop.service) == FPS

    def test_its_clock_does_not_run_backwards(self, shop: Shop) -> None:
        before = shop.cube.now_s()

        assert shop.cube.now_s() >= before >= 0

    def test_it_says_that_a_version_is_not_served(self, shop: Shop) -> None:
        stranger = Caller("shop-nobody", service=True)

        with pytest.raises(ModelNotServed):
            shop.cube.cube_fps(stranger)
        with pytest.raises(ModelNotServed):
            shop.cube.load(QUERY, stranger)
        with pytest.raises(ModelNotServed):
            shop.cube.post_build(shop.rollup.path, None, stranger, timezone="UTC")

    def test_a_query_on_a_rollup_that_was_never_built_says_so(self, shop: Shop) -> None:
        with pytest.raises(PartitionsMissing):
            shop.cube.load(QUERY, shop.service)

    def test_a_query_to_the_source_needs_no_rollup(self, shop: Shop) -> None:
        answer = shop.cube.load(QUERY, Caller(shop.version, source=True))

        assert answer == Answer(ROWS)

    def test_a_query_names_the_rollups_it_used(self, shop: Shop) -> None:
        self.build(shop)

        answer = shop.cube.load(QUERY, shop.service)

        assert answer == Answer(ROWS, frozenset({"orders.by_month"}))

    def test_a_build_has_one_job_for_each_partition(self, shop: Shop) -> None:
        jobs = self.build(shop)

        assert [job.status for job in jobs] == [JobStatus.DONE] * 3
        assert len({job.table for job in jobs}) == 3
        assert all(job.table and job.table.startswith("preaggs.orders_by_month") for job in jobs)

    def test_a_range_builds_only_the_partitions_it_touches(self, shop: Shop) -> None:
        february = shop.rollup.partitions()[1].date_range

        tokens = shop.cube.post_build(shop.rollup.path, february, shop.service, timezone="UTC")

        (job,) = shop.settled(tokens)
        assert job.table is not None
        assert "20250201" in job.table

    def test_jobs_come_back_in_the_order_of_their_tokens(self, shop: Shop) -> None:
        tokens = list(shop.cube.post_build(shop.rollup.path, None, shop.service, timezone="UTC"))
        backwards = [*reversed(tokens), "0" * 32]

        jobs = shop.cube.jobs(backwards, shop.service)

        assert [job.token for job in jobs] == backwards

    def test_a_token_that_nobody_gave_out_is_gone(self, shop: Shop) -> None:
        (job,) = shop.cube.jobs(["f" * 32], shop.service)

        assert job.status is JobStatus.GONE

    def test_no_tokens_no_jobs(self, shop: Shop) -> None:
        assert list(shop.cube.jobs([], shop.service)) == []

    def test_a_rollup_that_does_not_exist_is_refused(self, shop: Shop) -> None:
        with pytest.raises(CubeRefused):
            shop.cube.post_build("orders.by_moon", None, shop.service, timezone="UTC")

    def test_only_a_service_may_build(self, shop: Shop) -> None:
        with pytest.raises(CubeRefused):
            shop.cube.post_build(shop.rollup.path, None, Caller(shop.version), timezone="UTC")
