"""A process that serves, is told to end, and lets go of everybody first."""

import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from ops.stack.environment import child_environment
from ops.stack.places import REPOSITORY
from presence_api.app import Service
from presence_api.serving import server_config
from presence_api.settings import Settings
from tests.eventually import eventually
from tests.presence_api.api_world import BEARER, ApiWorld
from tests.presence_api.balanced_load import BalancedLoad

PATH = "/api/v1/meta/entities"
ENOUGH = 200
PATIENCE_S = 30


def test_it_listens_on_loopback_as_its_settings_say() -> None:
    world = ApiWorld()
    config = server_config(Service(world.app(), None), Settings())
    assert (config.host, config.port) == ("127.0.0.1", 28000)
    assert (config.http, config.ws, config.proxy_headers) == ("auto", "none", False)


@pytest.mark.parametrize("fast", [True, False])
def test_browsers_are_served_by_the_socket_that_the_settings_choose(fast: bool) -> None:
    world = ApiWorld()
    config = server_config(world.service(), Settings(presence_fast_socket=fast))
    assert config.ws == "websockets-sansio"
    assert (config.http != "auto") == fast
    if fast:
        assert config.http.live is world.live  # type: ignore[union-attr]


def test_processes_restarted_one_after_the_other_lose_nothing() -> None:
    first, second = free_ports(2)
    with ExitStack() as running:
        processes = {port: running.enter_context(process(port)) for port in (first, second)}
        with BalancedLoad((first, second), PATH, BEARER) as load:
            for port in (first, second):
                enough(load, port)
                processes[port].send_signal(signal.SIGTERM)
                assert processes[port].wait(PATIENCE_S) in {0, -signal.SIGTERM}
                running.enter_context(process(port))
                enough(load, port)
    assert load.failures == []


def test_canary_of_a_process_that_just_ends() -> None:
    first, second = free_ports(2)
    with ExitStack() as running:
        killed = running.enter_context(process(first))
        running.enter_context(process(second))
        with BalancedLoad((first, second), PATH, BEARER) as load:
            enough(load, first)
            killed.kill()
            killed.wait(PATIENCE_S)
            enough(load, second)
    assert load.failures != []


def enough(load: BalancedLoad, port: int) -> None:
    """Wait until that process has answered for a while."""
    before = load.answered(port)
    eventually(lambda: load.answered(port), lambda now: now >= before + ENOUGH, "answers")


@contextmanager
def process(port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """One that is ready."""
    command = [sys.executable, "-m", "tests.presence_api.served_world", str(port)]
    with subprocess.Popen(command, cwd=REPOSITORY, env=child_environment({})) as found:
        try:
            eventually(lambda: is_ready(port), bool, f"{port} is ready")
            yield found
        finally:
            found.kill()


def is_ready(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == http.client.OK
    except OSError:
        return False
    finally:
        connection.close()


def free_ports(number: int) -> list[int]:
    """Ports that nobody has now."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
