"""Ports of a stack: reserved together, on the loopback address, below the ephemeral range."""

import contextlib
import http.client
import random
import socket
from collections.abc import Collection, Mapping
from http import HTTPStatus

from ops.stack.errors import NoFreePorts

LOWEST, HIGHEST = 20_000, 32_000  # outgoing connections take theirs from 32768 on
TRIES = 400


def reserve_ports(
    wanted: Mapping[str, int], *, taken: Collection[int] = (), rng: random.Random | None = None
) -> dict[str, int]:
    """A free port for every name: the preferred one (0: none) where it is free, else any.

    All sockets stay bound until every name has its port, so no two names get the same one.
    `taken` are ports of other stacks, which may be down now. Raises NoFreePorts.
    """
    rng = rng or random.Random()
    with contextlib.ExitStack() as held:
        return {name: _reserve(held, preferred, taken, rng) for name, preferred in wanted.items()}


def is_open(port: int) -> bool:
    """Does something accept connections there?"""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def says_ok(port: int, path: str) -> bool:
    """Does an HTTP server there answer 200 on that path?"""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _reserve(
    held: contextlib.ExitStack, preferred: int, taken: Collection[int], rng: random.Random
) -> int:
    candidates = [preferred] if preferred else []
    candidates += [rng.randrange(LOWEST, HIGHEST) for _ in range(TRIES)]
    for port in candidates:
        if port not in taken and _hold(held, port):
            return port
    raise NoFreePorts(f"tried {TRIES} between {LOWEST} and {HIGHEST}")


def _hold(held: contextlib.ExitStack, port: int) -> bool:
    probe = socket.socket()
    # Servers set this too: a port whose last connections are still fading away is free for them.
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", port))
        probe.listen(1)
    except OSError:
        probe.close()
        return False
    held.callback(probe.close)
    return True
