"""What a program without an API of its own answers to: is it alive, is it ready, its figures."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CollectorRegistry, make_wsgi_app

Unready = Callable[[], str | None]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """A probe every few seconds is no news."""


@contextmanager
def worker_endpoint(
    port: int, registry: CollectorRegistry, unready: Unready, host: str = "127.0.0.1"
) -> Iterator[int]:
    """Serve `/metrics`, `/health/live` and `/health/ready` on `host` meanwhile; the port.

    `unready` says why the program cannot do its work now; None: it can.
    """
    metrics = make_wsgi_app(registry)

    def app(environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        match environ["PATH_INFO"]:
            case "/metrics":
                return metrics(environ, start)  # type: ignore[no-any-return]
            case "/health/live":
                return _answer(start, HTTPStatus.OK, "live")
            case "/health/ready":
                reason = unready()
                status = HTTPStatus.SERVICE_UNAVAILABLE if reason else HTTPStatus.OK
                return _answer(start, status, reason or "ready")
            case _:
                return _answer(start, HTTPStatus.NOT_FOUND, "/metrics, /health/live, /health/ready")

    server = make_server(host, port, app, _Server, _Quiet)
    thread = threading.Thread(target=server.serve_forever, name="worker-endpoint")
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(start: StartResponse, status: HTTPStatus, words: str) -> Iterable[bytes]:
    start(f"{status.value} {status.phrase}", [("Content-Type", "text/plain; charset=utf-8")])
    return [f"{words}\n".encode()]
