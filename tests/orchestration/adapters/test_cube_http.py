"""Cube's answers over HTTP: tokens, bodies, waits, and which error an answer becomes."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from orchestration.adapters.cube_http import CubeHttp
from orchestration.ports.cube import (
    Caller,
    CubeRefused,
    CubeUnavailable,
    JobStatus,
    ModelNotServed,
    PartitionsMissing,
)
from tests.contract.cube_contract import QUERY, ROWS
from tests.contract.test_cube import shop_cube
from tests.fakes.clock import START, FakeClock
from tests.fakes.cube_server import SECRET, FakeCubeServer

SERVICE = Caller("shop-1", service=True)
WAIT = {"error": "Continue wait"}


class Bench:
    """The adapter, its server and its clock."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.server = FakeCubeServer(shop_cube())
        self.cube = CubeHttp(
            "http://cube", SECRET, clock=self.clock, transport=self.server.transport, wait_s=20
        )

    def script(self, status: int, body: Any) -> None:
        self.server.scripted.append(httpx.Response(status, json=body))


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_token_carries_exactly_what_is_set(bench: Bench) -> None:
    exp = int((START + timedelta(minutes=5)).timestamp())

    bench.cube.cube_fps(Caller("shop-1"))
    bench.cube.cube_fps(Caller("shop-1", ("sales", "eu"), "t1", source=True, service=True))
    bench.cube.cube_fps(Caller("shop-1", groups=()))

    assert bench.server.claims == [
        {"version": "shop-1", "groups": ["admin"], "exp": exp},
        {
            "version": "shop-1",
            "groups": ["sales", "eu"],
            "tenant_id": "t1",
            "source": True,
            "service": True,
            "exp": exp,
        },
        {"version": "shop-1", "exp": exp},
    ]


def test_no_token_and_no_secret_is_ever_logged(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    bench.script(500, {"error": "broken"})

    with pytest.raises(CubeUnavailable) as caught:
        bench.cube.cube_fps(SERVICE)

    for text in (caplog.text, repr(caught.value), repr(bench.cube)):
        assert SECRET not in text
        assert "eyJ" not in text  # how every such token begins


def test_a_build_asks_with_the_callers_version(bench: Bench) -> None:
    february = ("2025-02-01T00:00:00.000", "2025-02-28T23:59:59.999")

    bench.cube.post_build("orders.by_month", february, SERVICE, timezone="UTC")

    assert bench.server.bodies == [
        {
            "action": "post",
            "selector": {
                "contexts": [
                    {
                        "securityContext": {
                            "version": "shop-1",
                            "groups": ["admin"],
                            "service": True,
                        }
                    }
                ],
                "timezones": ["UTC"],
                "preAggregations": ["orders.by_month"],
                "dateRange": list(february),
            },
        }
    ]


def test_a_build_of_everything_names_no_range(bench: Bench) -> None:
    bench.cube.post_build("orders.by_month", None, SERVICE, timezone="UTC")

    assert "dateRange" not in bench.server.bodies[0]["selector"]


def test_a_query_waits_while_cube_asks_it_to(bench: Bench) -> None:
    bench.script(200, WAIT)
    bench.script(200, WAIT)

    answer = bench.cube.load(QUERY, Caller("shop-1", source=True))

    assert answer.rows == ROWS
    assert bench.server.bodies == [{"query": QUERY}] * 3


def test_a_query_does_not_wait_for_ever(bench: Bench) -> None:
    for _ in range(1000):
        bench.script(200, WAIT)

    with pytest.raises(CubeUnavailable, match="20 s"):
        bench.cube.load(QUERY, SERVICE)

    assert bench.clock.monotonic_s() == pytest.approx(20, abs=0.2)


def test_the_clock_is_the_date_of_an_answer(bench: Bench) -> None:
    bench.server.cube.clock_s = 1_795_408_433

    assert bench.cube.now_s() == 1_795_408_433


def test_an_answer_without_a_date_tells_no_time(bench: Bench) -> None:
    bench.script(200, {})

    with pytest.raises(CubeUnavailable):
        bench.cube.now_s()


@pytest.mark.parametrize(
    ("status", "error", "kind"),
    [
        (400, "Error: No pre-aggregation partitions were built yet for ...", PartitionsMissing),
        (500, "Error: Compile errors:\norders cube: ...", ModelNotServed),
        (404, "ModelNotServed: model version 'x' is not published here", ModelNotServed),
        (500, "Error: ENOENT: no such file, scandir '/srv/secret/x'", ModelNotServed),
        (400, "Cube 'slow' not found for path 'slow.count'", CubeRefused),
        (403, "API scope is missing: jobs", CubeRefused),
        (403, "Invalid token", CubeRefused),
        (500, "Error: connect ECONNREFUSED 127.0.0.1:5432", CubeUnavailable),
        (502, "bad gateway", CubeUnavailable),
    ],
)
def test_each_refusal_becomes_its_own_error(
    bench: Bench, status: int, error: str, kind: type[Exception]
) -> None:
    bench.script(status, {"error": error})

    with pytest.raises(kind) as caught:
        bench.cube.load(QUERY, SERVICE)

    assert type(caught.value) is kind
    assert "/srv/secret" not in str(caught.value)


@pytest.mark.parametrize(
    "fault",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("too slow"),
        httpx.RemoteProtocolError("closed"),
    ],
)
def test_what_never_answers_is_unavailable(bench: Bench, fault: httpx.HTTPError) -> None:
    bench.server.scripted = [fault, fault]

    with pytest.raises(CubeUnavailable):
        bench.cube.load(QUERY, SERVICE)
    with pytest.raises(CubeUnavailable):
        bench.cube.now_s()


@pytest.mark.parametrize("status", [200, 404, 502])
def test_an_answer_that_is_no_json_is_unavailable(bench: Bench, status: int) -> None:
    bench.server.scripted.append(httpx.Response(status, text="<html>"))

    with pytest.raises(CubeUnavailable):
        bench.cube.cube_fps(SERVICE)


@pytest.mark.parametrize("body", [[], {}, {"data": {}}, {"error": "x"}, "text", 7, None])
@pytest.mark.parametrize(
    "call",
    [
        lambda cube: cube.cube_fps(SERVICE),
        lambda cube: cube.load(QUERY, SERVICE),
    ],
    ids=["cube_fps", "load"],
)
def test_json_of_another_shape_is_unavailable(
    bench: Bench, body: Any, call: Callable[[CubeHttp], Any]
) -> None:
    bench.script(200, body)

    with pytest.raises(CubeUnavailable):
        call(bench.cube)


@pytest.mark.parametrize("body", [{}, "text", 7, None])
def test_tokens_of_another_shape_are_unavailable(bench: Bench, body: Any) -> None:
    bench.script(200, body)

    with pytest.raises(CubeUnavailable):
        bench.cube.post_build("orders.by_month", None, SERVICE, timezone="UTC")


@pytest.mark.parametrize(
    ("text", "status", "error"),
    [
        ("scheduled", JobStatus.RUNNING, ""),
        ("processing", JobStatus.RUNNING, ""),
        ("done", JobStatus.DONE, ""),
        ("failure: division by zero", JobStatus.FAILED, "division by zero"),
        ("failure", JobStatus.FAILED, ""),
        ("not_found", JobStatus.GONE, ""),
        ("missing_partition", JobStatus.GONE, ""),
        ("pre_agg_not_found", JobStatus.GONE, ""),
    ],
)
def test_each_status_of_a_job_is_known(
    bench: Bench, text: str, status: JobStatus, error: str
) -> None:
    bench.script(200, {"t1": {"table": "preaggs.t", "status": text}})

    (job,) = bench.cube.jobs(["t1"], SERVICE)

    assert (job.status, job.error, job.table) == (status, error, "preaggs.t")


def test_two_builds_in_one_second_are_a_collision(bench: Bench) -> None:
    text = 'failure: relation "preaggs.orders_1lg7rua" already exists'
    bench.script(200, {"t1": {"table": "preaggs.t", "status": text}})

    (job,) = bench.cube.jobs(["t1"], SERVICE)

    assert job.collided


def test_a_status_that_nobody_knows_is_not_guessed_at(bench: Bench) -> None:
    bench.script(200, {"t1": {"status": "resting"}})

    with pytest.raises(CubeUnavailable, match="resting"):
        bench.cube.jobs(["t1"], SERVICE)


def test_closing_it_closes_its_connections(bench: Bench) -> None:
    with bench.cube as cube:
        cube.cube_fps(SERVICE)

    with pytest.raises(RuntimeError):
        bench.cube.cube_fps(SERVICE)
