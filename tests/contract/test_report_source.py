"""Who answers reports: in memory, over HTTP before a server that is told what to do, on Cube."""

import asyncio
import os
from collections.abc import Coroutine, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest

from metamodel.kernel.clock import SystemClock
from presence_api.adapters.report_source_cube import CubeReportSource
from presence_api.ports.report_source import (
    NothingBuilt,
    SourceAnswer,
    SourceRefused,
)
from tests.contract.cube_shop import publish_shop
from tests.contract.report_source_contract import ReportSourceContract, run_here
from tests.fakes import cube_rest
from tests.fakes.clock import FakeClock
from tests.fakes.cube_rest import CONTINUE_WAIT, SECRET, UNBUILT, FakeCubeRest, rows
from tests.fakes.report_source import Asked, FakeReportSource, Step

if TYPE_CHECKING:
    from ops.stack.supervisor import Supervisor

T = TypeVar("T")
TYPES = {"orders.count": "number"}
SHOP = "shop-1"


class TestFakeReportSource(ReportSourceContract):
    """In memory."""

    version = SHOP

    @pytest.fixture(autouse=True)
    def _source(self) -> None:
        self.built = False
        self.source = FakeReportSource(self.answer)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return run_here(work)

    def build(self) -> None:
        self.built = True

    def answer(self, asked: Asked) -> Step:
        query, past = asked.query, asked.context.past_rollups
        if asked.context.version != SHOP:
            return SourceRefused("not served")
        if query["measures"] != ["orders.count"]:
            return SourceRefused("no orders.moons")
        if not past and not self.built:
            return NothingBuilt()
        found = [{"orders.count": "3"}] * (2 if query.get("total") else 1)
        used = frozenset[str]() if past else frozenset({"orders.by_month"})
        return SourceAnswer(found, used, 3 if query.get("total") else None, TYPES)


class TestCubeReportSource(ReportSourceContract):
    """Over HTTP, to a server that answers as Cube was seen to."""

    version = SHOP

    @pytest.fixture(autouse=True)
    def _source(self) -> Iterator[None]:
        self.built, self.loop = False, asyncio.new_event_loop()
        with FakeCubeRest(otherwise=self.answer) as self.cube:
            self.cube.tell(CONTINUE_WAIT)
            self.source = source = CubeReportSource(self.cube.url, SECRET, FakeClock())
            yield
            self.run(source.close())
        self.loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def build(self) -> None:
        self.built = True

    def answer(self, call: cube_rest.Call) -> cube_rest.Step:
        query, past = call.query, call.claims.get("source", False)
        if call.claims["version"] != SHOP:
            return cube_rest.Answer({"error": "ModelNotServed: not published here"}, 404)
        if query["measures"] != ["orders.count"]:
            return cube_rest.Answer({"error": "'moons' not found for path 'orders.moons'"}, 400)
        if not past and not self.built:
            return UNBUILT
        found = [{"orders.count": "3"}] * (2 if query.get("total") else 1)
        said = {"measures": {"orders.count": {"type": "number"}}, "dimensions": {}}
        used = [] if past else ["orders.by_month"]
        total = 3 if query.get("total") else None
        return rows(*found, used=used, total=total, annotation=said)


@pytest.fixture(scope="module")
def cube_stack() -> Iterator["Supervisor"]:
    """Only Cube and the Postgres below it."""
    from ops.stack.running import running_stack  # noqa: PLC0415 - unit tests start nothing

    with running_stack(f"test-reports-{os.getpid()}", components=["cube"]) as stack:
        yield stack


@pytest.mark.integration
@pytest.mark.node
class TestCubeReportSourceOnCube(ReportSourceContract):
    """Over HTTP, to Cube itself; a model version of its own for each test."""

    @pytest.fixture(autouse=True)
    def _source(self, cube_stack: "Supervisor") -> Iterator[None]:
        self.settings, self.loop = cube_stack.environment, asyncio.new_event_loop()
        self.version = publish_shop(Path(self.settings["RAMPART_PUBLISH_DIR"]))
        url, secret = self.settings["RAMPART_CUBE_URL"], self.settings["RAMPART_CUBE_API_SECRET"]
        self.source = source = CubeReportSource(url, secret, SystemClock(), poll_s=60)
        yield
        self.run(source.close())
        self.loop.close()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return self.loop.run_until_complete(work)

    def build(self) -> None:
        from orchestration.adapters.cube_http import CubeHttp  # noqa: PLC0415 - the flow's own
        from tests.contract.cube_contract import Shop, by_month  # noqa: PLC0415

        url, secret = self.settings["RAMPART_CUBE_URL"], self.settings["RAMPART_CUBE_API_SECRET"]
        with CubeHttp(url, secret) as http:
            shop = Shop(http, by_month(), self.version)
            shop.settled(http.post_build(shop.rollup.path, None, shop.service, timezone="UTC"))
