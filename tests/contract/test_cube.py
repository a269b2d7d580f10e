"""The Cube contract: the fake, the HTTP adapter before the fake, the HTTP adapter before Cube."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from orchestration.adapters.cube_http import CubeHttp
from orchestration.ports.cube import Caller, ModelNotServed
from tests.contract.cube_contract import FPS, QUERY, ROWS, CubeContract, Shop, by_month
from tests.contract.cube_shop import publish_shop
from tests.fakes.clock import FakeClock
from tests.fakes.cube import FakeCube
from tests.fakes.cube_server import SECRET, FakeCubeServer

if TYPE_CHECKING:
    from ops.stack.supervisor import Supervisor


def shop_cube() -> FakeCube:
    """The contract's shop in memory."""
    cube = FakeCube(looks_until_done=2)
    cube.serve("shop-1", FPS, [by_month()], ROWS)
    return cube


class TestFakeCube(CubeContract):
    """In memory."""

    @pytest.fixture(autouse=True)
    def shop(self) -> Shop:
        return Shop(shop_cube(), by_month())


class TestCubeHttp(CubeContract):
    """Over HTTP, to a server that answers as Cube was seen to."""

    @pytest.fixture(autouse=True)
    def shop(self) -> Shop:
        server = FakeCubeServer(shop_cube())
        http = CubeHttp("http://cube", SECRET, clock=FakeClock(), transport=server.transport)
        return Shop(http, by_month())


@pytest.fixture(scope="module")
def cube_stack() -> Iterator["Supervisor"]:
    """Only Cube and the Postgres below it."""
    from ops.stack.running import running_stack  # noqa: PLC0415 - unit tests start nothing

    with running_stack(f"test-cube-{os.getpid()}", components=["cube"]) as stack:
        yield stack


@pytest.mark.integration
@pytest.mark.node
class TestCubeHttpOnCube(CubeContract):
    """Over HTTP, to Cube itself; a model version of its own for each test."""

    @pytest.fixture(autouse=True)
    def shop(self, cube_stack: "Supervisor") -> Iterator[Shop]:
        settings = cube_stack.environment
        version = publish_shop(Path(settings["RAMPART_PUBLISH_DIR"]))
        with CubeHttp(settings["RAMPART_CUBE_URL"], settings["RAMPART_CUBE_API_SECRET"]) as http:
            yield Shop(http, by_month(), version)

    def test_a_version_that_does_not_compile_is_not_served(self, cube_stack: "Supervisor") -> None:
        settings = cube_stack.environment
        publish_dir = Path(settings["RAMPART_PUBLISH_DIR"])
        broken = publish_shop(publish_dir)
        cubes = publish_dir / broken / "model" / "shop.yml"
        cubes.write_text("cubes: [{name: orders, measures: [{name: count}]}]", encoding="utf-8")

        with CubeHttp(settings["RAMPART_CUBE_URL"], settings["RAMPART_CUBE_API_SECRET"]) as http:
            with pytest.raises(ModelNotServed):
                http.cube_fps(Caller(broken))
            with pytest.raises(ModelNotServed):
                http.load(QUERY, Caller(broken))
