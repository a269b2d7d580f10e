"""The peers: each reads an event, checks and keeps it, and tells it in a form of its own."""

import sys
from collections.abc import Callable, Mapping
from typing import Final

from ops.bench.presence.building import (
    SOURCES,
    c_program,
    go_program,
    node_program,
    socketify_folder,
)
from ops.bench.servers import Server

SOCKETIO: Final = "socket.io"
NODE: Final = "Node ws"
NODE_TICK: Final = "Node ws + tick"
UWS: Final = "uWebSockets"
GO: Final = "Go gobwas"
GO_TICK: Final = "Go gobwas + tick"
CENTRIFUGE: Final = "centrifuge"
CENTRIFUGE_TUNED: Final = "centrifuge + delay"
FLOOR: Final = "C floor"


def _node(name: str, dialect: str, file: str, *more: str) -> Server:
    command = node_program(file)
    return Server(name, dialect, lambda port: [*command, str(port), *more])


def _go(name: str, dialect: str, program: str, *more: str) -> Server:
    built = go_program(program)
    return Server(name, dialect, lambda port: [built, "-port", str(port), *more])


def _uws(tick: int) -> Server:
    del tick
    script, folder = SOURCES / "socketify_room.py", socketify_folder()
    environment = {"PYTHONPATH": str(folder)}
    return Server(UWS, "plain", lambda port: [sys.executable, script, str(port)], environment)


def _floor(tick: int) -> Server:
    del tick
    program = c_program("floor")
    return Server(FLOOR, "plain", lambda port: [program, str(port)])


PEERS: Final[Mapping[str, Callable[[int], Server]]] = {
    SOCKETIO: lambda _: _node(SOCKETIO, "socketio", "socketio_room.cjs"),
    NODE: lambda _: _node(NODE, "plain", "ws_room.cjs"),
    NODE_TICK: lambda tick: _node(NODE_TICK, "plain", "ws_room.cjs", str(tick)),
    UWS: _uws,
    GO: lambda _: _go(GO, "plain", "gobwas"),
    GO_TICK: lambda tick: _go(GO_TICK, "plain", "gobwas", "-tick", f"{tick}ms"),
    CENTRIFUGE: lambda _: _go(CENTRIFUGE, "centrifuge", "centrifuge"),
    CENTRIFUGE_TUNED: lambda tick: _go(
        CENTRIFUGE_TUNED, "centrifuge", "centrifuge", "-delay", f"{tick}ms"
    ),
    FLOOR: _floor,
}
"""How each is had, given the tick in ms that ours has. Raises StepFailed."""
