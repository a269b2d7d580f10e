"""Reports on assets: on a server that notes them, and on one that is away."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from orchestration.adapters.asset_reports_http import HttpAssetReports
from orchestration.ports.asset_reports import ReportNotTaken


class Noting(HTTPServer):
    """Keeps every body by its path; answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: dict[str, Any] = {}
        self.status = 200


class _Handler(BaseHTTPRequestHandler):
    server: Noting

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies[self.path] = json.loads(body)
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """No news."""


@pytest.fixture
def server() -> Iterator[Noting]:
    with Noting() as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield found
        found.shutdown()
        thread.join()


def reports(server: Noting) -> HttpAssetReports:
    return HttpAssetReports(f"http://127.0.0.1:{server.server_port}/")


def test_a_report_names_the_asset_and_its_figures(server: Noting) -> None:
    reports(server).materialized("streaming/rotation", {"lost": 0}, words="a drill")
    reports(server).checked("streaming/rotation", "no_loss", passed=True, evidence={"lost": 0})
    assert server.bodies == {
        "/report_asset_materialization/streaming/rotation": {
            "asset_key": ["streaming", "rotation"],
            "metadata": {"lost": 0},
            "description": "a drill",
        },
        "/report_asset_check/streaming/rotation": {
            "asset_key": ["streaming", "rotation"],
            "check_name": "no_loss",
            "passed": True,
            "metadata": {"lost": 0},
        },
    }


def test_a_refusal_and_a_server_that_is_away_are_told(server: Noting) -> None:
    server.status = 400
    with pytest.raises(ReportNotTaken, match="status 400"):
        reports(server).materialized("a/b", {}, words="")
    with pytest.raises(ReportNotTaken):
        HttpAssetReports("http://127.0.0.1:1", timeout_s=1).materialized("a/b", {}, words="")
