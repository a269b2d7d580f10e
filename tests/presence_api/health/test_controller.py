"""Probes."""

from dataclasses import dataclass

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from presence_api.health.controller import probes


@dataclass
class SomePart:
    alive: bool = True
    fault: str = ""
    name: str = "a part"


def asked(part: SomePart, path: str) -> tuple[int, str]:
    app = Litestar(
        probes([part, SomePart(name="another")], lambda: b"figures 1\n"), logging_config=None
    )
    with TestClient(app) as client:
        answer = client.get(path)
        return answer.status_code, answer.text


@pytest.mark.parametrize(
    ("part", "live", "ready"),
    [
        (SomePart(), 200, 200),
        (SomePart(fault="OBX-002 silence"), 200, 503),
        (SomePart(alive=False), 503, 200),
    ],
)
def test_a_fault_is_no_reason_to_begin_anew_and_an_end_is(
    part: SomePart, live: int, ready: int
) -> None:
    assert asked(part, "/health/live")[0] == live
    assert asked(part, "/health/ready")[0] == ready


def test_a_probe_says_which_part_does_not_work_and_why() -> None:
    _, text = asked(SomePart(fault="OBX-002 silence"), "/health/ready")
    assert text == '{"ok":false,"faults":{"a part":"OBX-002 silence"}}'


def test_figures_are_in_the_format_of_prometheus() -> None:
    app = Litestar(probes([], lambda: b"figures 1\n"), logging_config=None)
    with TestClient(app) as client:
        answer = client.get("/metrics")
    assert answer.text == "figures 1\n"
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
