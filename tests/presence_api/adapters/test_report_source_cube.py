"""Cube over HTTP when it is not well, and what it is told of callers."""

import asyncio
from collections.abc import Iterator

import pytest

from metamodel.kernel.errors import RampartError
from presence_api.adapters.report_source_cube import CubeReportSource
from presence_api.ports.report_source import (
    NothingBuilt,
    SecurityContext,
    SourceAnswer,
    SourceRefused,
    SourceTooSlow,
    SourceUnavailable,
    StillRunning,
)
from presence_api.request_context import RequestContext, Trace, working_on
from tests.fakes.clock import START, FakeClock
from tests.fakes.cube_rest import (
    CONTINUE_WAIT,
    SECRET,
    UNBUILT,
    Answer,
    Drip,
    FakeCubeRest,
    Hang,
    Reset,
    Step,
    Text,
    rows,
)

QUERY = {"measures": ["orders.count"], "limit": 2}
WHO = SecurityContext("shop-1", ("analyst",), {"tenant_id": "acme"})


@pytest.fixture
def cube() -> Iterator[FakeCubeRest]:
    with FakeCubeRest() as found:
        yield found


def ask(
    url: str, who: SecurityContext = WHO, secret: str = SECRET, poll_s: float = 5
) -> SourceAnswer | StillRunning | NothingBuilt:
    async def asked() -> SourceAnswer | StillRunning | NothingBuilt:
        source = CubeReportSource(url, secret, FakeClock(), poll_s=poll_s)
        try:
            return await source.ask(QUERY, who)
        finally:
            await source.close()

    return asyncio.run(asked())


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (Answer({"error": "no memory"}, 500), SourceUnavailable),
        (Text(b"<html>", 502), SourceUnavailable),
        (Text(b'{"data": ['), SourceUnavailable),
        (Answer([]), SourceUnavailable),
        (Answer({"data": {}}), SourceUnavailable),
        (Answer({"data": [], "usedPreAggregations": {"t": {}}}), SourceUnavailable),
        (Answer({"error": "what?"}), SourceUnavailable),
        (Reset(), SourceUnavailable),
        (Answer({"error": "ENOENT: /srv/published/shop-9"}, 500), SourceRefused),
        (Answer({"error": "no such member"}, 400), SourceRefused),
        (Answer({"error": "Invalid token"}, 403), SourceRefused),
    ],
)
def test_what_is_no_answer_is_an_error(
    cube: FakeCubeRest, step: Step, error: type[RampartError]
) -> None:
    cube.tell(step)
    with pytest.raises(error) as raised:
        ask(cube.url)
    assert "/srv" not in str(raised.value)


@pytest.mark.parametrize("step", [Hang(), Drip()])
def test_what_does_not_end_is_too_slow(cube: FakeCubeRest, step: Step) -> None:
    cube.tell(step)
    with pytest.raises(SourceTooSlow):
        ask(cube.url, poll_s=0.2)


def test_nobody_listens() -> None:
    with pytest.raises(SourceUnavailable):
        ask("http://127.0.0.1:1")


def test_it_waits_is_unbuilt_and_answers(cube: FakeCubeRest) -> None:
    cube.tell(CONTINUE_WAIT, UNBUILT, rows({"a": 1}, used=["orders.by_day"], total=7))
    assert [ask(cube.url) for _ in range(3)] == [
        StillRunning(),
        NothingBuilt(),
        SourceAnswer([{"a": 1}], frozenset({"orders.by_day"}), 7),
    ]
    assert [dict(call.query) for call in cube.calls] == [QUERY] * 3


def test_cube_is_told_who_asks_and_nothing_that_a_caller_made_up(cube: FakeCubeRest) -> None:
    forged = {"tenant_id": "acme", "service": True, "version": "shop-9", "source": True}
    ask(cube.url, SecurityContext("shop-1", ("analyst", "eu"), forged))
    ask(cube.url, SecurityContext("shop-1", (), past_rollups=True))
    ends_at = int(START.timestamp()) + 300
    groups = ["analyst", "eu"]
    assert [dict(call.claims) for call in cube.calls] == [
        {"version": "shop-1", "groups": groups, "tenant_id": "acme", "exp": ends_at},
        {"version": "shop-1", "groups": [], "source": True, "exp": ends_at},
    ]


def test_a_secret_that_is_not_cubes_is_refused(cube: FakeCubeRest) -> None:
    with pytest.raises(SourceRefused, match="Invalid token"):
        ask(cube.url, secret="x" * 32)
    assert cube.calls == []


def test_a_call_for_a_request_is_in_its_trace(cube: FakeCubeRest) -> None:
    trace = Trace("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", "01")
    ask(cube.url)
    with working_on(RequestContext("request-1", trace)):
        ask(cube.url)
    assert [call.traceparent for call in cube.calls] == [None, trace.fields()["traceparent"]]
