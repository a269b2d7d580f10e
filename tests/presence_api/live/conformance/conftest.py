"""Both sockets, each in a server of its own on a free port, for all tests of this folder."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from logging import ERROR

import pytest

from tests.contract.presence_frames import opening
from tests.contract.presence_raw_client import RawClient
from tests.contract.presence_server import ORIGIN, PresenceServer, presence_server

FAST = {"fast": True, "asgi": False}
OF_UVICORN = "Invalid UTF-8 sequence received from client."  # which it tells as its own error


@pytest.fixture(autouse=True)
def nothing_escapes(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Whatever is said to a server, it has no error of its own."""
    yield
    said = [f"{one.name}: {one.getMessage()}" for one in caplog.records if one.levelno >= ERROR]
    assert [one for one in said if OF_UVICORN not in one] == []


@pytest.fixture(scope="package", params=list(FAST))
def served(request: pytest.FixtureRequest) -> Iterator[PresenceServer]:
    with presence_server(fast=FAST[request.param]) as server:
        yield server


@pytest.fixture(scope="package")
def fast(served: PresenceServer) -> bool:
    """Is it the fast one?"""
    return served.server.config.http != "auto"


@pytest.fixture
def connect(served: PresenceServer) -> Iterator[Callable[..., RawClient]]:
    """Opens connections that are welcomed; they end with the test."""
    with ExitStack() as opened:

        def connected(user: str = "raw", tenant: str = "acme") -> RawClient:
            client = opened.enter_context(RawClient(served.port))
            client.opened(opening(served.protocols(user, tenant), Origin=ORIGIN))
            client.until("WELCOME")
            return client

        yield connected
