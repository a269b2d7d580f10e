"""Somebody whom alerts are told: an HTTP server that keeps what is posted to it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from ops.stack.ports import reserve_ports


class Webhook:
    """`alerts` are all that were posted, each as Alertmanager tells it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.alerts: list[dict[str, Any]] = []

    def named(self, name: str) -> list[dict[str, Any]]:
        """Those of one alert that fire."""
        return [
            alert
            for alert in list(self.alerts)
            if alert["labels"]["alertname"] == name and alert["status"] == "firing"
        ]


@contextmanager
def listening() -> Iterator[Webhook]:
    """A webhook on a port of its own."""
    port = reserve_ports({"webhook": 0})["webhook"]
    webhook = Webhook(f"http://127.0.0.1:{port}/alerts")

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            webhook.alerts += json.loads(body)["alerts"]
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Taking)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield webhook
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
