"""Ports of a stack."""

import http.server
import random
import socket
import threading

import pytest

from ops.stack import ports
from ops.stack.errors import NoFreePorts
from ops.stack.ports import is_open, reserve_ports, says_ok


def listening() -> socket.socket:
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(1)
    return server


def test_every_name_gets_a_port_of_its_own_below_the_ephemeral_range() -> None:
    found = reserve_ports(dict.fromkeys("abcdefgh", 0))
    assert len(set(found.values())) == 8
    assert all(ports.LOWEST <= port < 32768 for port in found.values())


def test_two_names_that_prefer_one_port_get_two() -> None:
    (preferred,) = reserve_ports({"a": 0}).values()
    found = reserve_ports({"a": preferred, "b": preferred})
    assert found["a"] == preferred != found["b"]


def test_a_preferred_port_that_is_in_use_is_not_taken() -> None:
    with listening() as server:
        busy = server.getsockname()[1]
        assert reserve_ports({"a": busy})["a"] != busy


def test_ports_of_other_stacks_are_left_to_them() -> None:
    (preferred,) = reserve_ports({"a": 0}).values()
    assert reserve_ports({"a": preferred}, taken=[preferred])["a"] != preferred


def test_without_a_free_port_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as server:
        busy = server.getsockname()[1]
        monkeypatch.setattr(ports, "LOWEST", busy)
        monkeypatch.setattr(ports, "HIGHEST", busy + 1)
        with pytest.raises(NoFreePorts):
            reserve_ports({"a": 0}, rng=random.Random(1))


def test_a_port_is_open_only_while_something_listens() -> None:
    with listening() as server:
        port = server.getsockname()[1]
        assert is_open(port)
    assert not is_open(port)


def test_a_server_says_ok_only_with_200() -> None:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/ready" else 503)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - inherited
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            assert says_ok(server.server_port, "/ready")
            assert not says_ok(server.server_port, "/other")
        finally:
            server.shutdown()
            thread.join()
    assert not says_ok(server.server_port, "/ready")
