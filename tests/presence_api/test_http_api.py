"""The HTTP API as browsers rely on it, in the test profile: memory, a test issuer, a fake Cube."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from litestar.testing import TestClient

from presence_api.adapters.report_source_cube import CubeReportSource
from presence_api.entities.writing.patching import HeldBy
from presence_api.reporting.guarding.breaker import BreakerState
from tests.contract.http_api_contract import ApiGround, HttpApiContract
from tests.fakes.clock import FakeClock
from tests.fakes.cube_rest import SECRET, Call, FakeCubeRest, Reset, Step, rows
from tests.presence_api.api_world import ApiWorld, signed
from tests.presence_api.reporting.answering.world import BY_DAY, QUESTION, ROWS, World


def answered(call: Call) -> Step:
    """As Cube does, from a rollup or past all of them."""
    return rows(*ROWS, used=[] if call.claims.get("source") else [BY_DAY])


class FakeGround(ApiGround):
    """Gadgets in memory, and orders in a Cube that is a server of ours."""

    entity, row, attribute = "gadget", "/api/v1/entities/gadget/1", "name"
    values = ("eve", "bob")
    report = QUESTION
    bulk: Mapping[str, Any] = {
        "where": {"field": "status", "op": "eq", "value": "open"},
        "set": {"status": "done"},
    }

    def __init__(self, world: ApiWorld, cube: FakeCubeRest, client: Any) -> None:
        self._world, self._cube, self.client = world, cube, client

    def bearer(self, user: str) -> Mapping[str, str]:
        tenant = "globex" if user.endswith("elsewhere") else "acme"
        return {"authorization": f"Bearer {signed(user, tenant=tenant)}"}

    @contextmanager
    def held(self) -> Iterator[None]:
        self._world.served.held = HeldBy("Ben", 9.0)
        yield
        self._world.served.held = None

    @contextmanager
    def cube_away(self) -> Iterator[None]:
        self._cube.otherwise = lambda _: Reset()
        yield
        self._cube.otherwise = answered

    def breaker_is_open(self) -> bool:
        return self._world.reporting.cube.state is BreakerState.OPEN


class TestHttpApi(HttpApiContract):
    @pytest.fixture(autouse=True)
    def _ground(self) -> Iterator[None]:
        clock = FakeClock()
        with FakeCubeRest(otherwise=answered) as cube:
            source = CubeReportSource(cube.url, SECRET, clock)
            world = ApiWorld(World(source=source, clock=clock))
            with TestClient(world.app()) as client:
                self.ground = FakeGround(world, cube, client)
                yield
