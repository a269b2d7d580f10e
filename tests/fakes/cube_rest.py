"""A Cube on a real port that answers queries as it is told, a step a call."""

import json
import socket
import struct
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any, Self

import jwt

SECRET = "a secret of at least thirty-two bytes"
_RESET = struct.pack("ii", 1, 0)  # closing sends RST
NOTHING_BUILT = "Error: No pre-aggregation partitions were built yet for ..."


@dataclass(frozen=True)
class Answer:
    """One whole answer."""

    body: Any
    status: int = 200


@dataclass(frozen=True)
class Text:
    """One that is no JSON."""

    text: bytes
    status: int = 200


class Hang:
    """Nothing comes, for as long as the server lives."""


class Drip:
    """A byte now and then, and never the last."""


class Reset:
    """The connection is reset."""


Step = Answer | Text | Hang | Drip | Reset
CONTINUE_WAIT = Answer({"error": "Continue wait"})
UNBUILT = Answer({"error": NOTHING_BUILT}, 400)


def rows(
    *found: Mapping[str, Any], used: Sequence[str] = (), total: int | None = None, **more: Any
) -> Answer:
    """An answer as Cube gives it."""
    body: dict[str, Any] = {"data": list(found), "usedPreAggregations": {}, **more}
    for path in used:
        table = f"preaggs.{path.replace('.', '_')}"
        body["usedPreAggregations"][table] = {"preAggregationId": path, "type": "rollup"}
    return Answer(body if total is None else body | {"total": total})


@dataclass(frozen=True)
class Call:
    """One request, as it came."""

    query: Mapping[str, Any]
    claims: Mapping[str, Any]
    traceparent: str | None = None


@dataclass
class FakeCubeRest:
    """`script` comes first, a step a call; then `otherwise` answers. `calls` are all there were."""

    script: deque[Step] = field(default_factory=deque)
    otherwise: Callable[[Call], Step] = lambda _: rows()
    calls: list[Call] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)
    _ended: Event = field(default_factory=Event)

    def __enter__(self) -> Self:
        handler = type("Handler", (_Handler,), {"cube": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def tell(self, *steps: Step) -> None:
        """What comes next."""
        self.script.extend(steps)

    def step(self, call: Call) -> Step:
        with self._lock:
            self.calls.append(call)
            return self.script.popleft() if self.script else self.otherwise(call)

    def wait(self, seconds: float | None = None) -> bool:
        """Until the server ends; was that so?"""
        return self._ended.wait(seconds)


class _Handler(BaseHTTPRequestHandler):
    cube: FakeCubeRest
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        try:
            # The tests' clock stands elsewhere than the machine's.
            options: Any = {"verify_exp": False, "require": ["exp", "version"]}
            token = self.headers["authorization"]
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], options=options)
        except jwt.PyJWTError:
            return self._send(Answer({"error": "Invalid token"}, 403))
        return self._do(
            self.cube.step(Call(json.loads(body)["query"], claims, self.headers["traceparent"]))
        )

    def _do(self, step: Step) -> None:
        if isinstance(step, Answer | Text):
            self._send(step)
            return
        self.close_connection = True
        if isinstance(step, Hang):
            self.cube.wait()
        elif isinstance(step, Drip):
            self._drip()
        else:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)

    def _send(self, step: Answer | Text) -> None:
        text = step.text if isinstance(step, Text) else json.dumps(step.body).encode()
        self.send_response(step.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _drip(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not self.cube.wait(0.02):
            try:
                self.wfile.write(b" ")
            except OSError:
                return

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        pass
