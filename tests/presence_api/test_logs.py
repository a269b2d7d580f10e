"""What is written down."""

import json
import logging
from collections.abc import Iterator

import pytest

from presence_api.logs import formatter, write_logs
from presence_api.request_context import RequestContext, Trace, working_on


@pytest.fixture
def put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def line(*, as_json: bool, **brought: object) -> str:
    record = logging.LogRecord("presence_api", logging.WARNING, "", 0, "%s is\ngone", ("x",), None)
    record.__dict__.update(brought)
    return formatter(as_json=as_json).format(record)


def test_an_event_is_one_line_of_json_with_all_it_brings() -> None:
    found = line(as_json=True, conn="i1.7", code="SLOW")
    assert "\n" not in found
    told = json.loads(found)
    assert told["at"].startswith("20")
    del told["at"]
    assert told == {
        "level": "WARNING",
        "source": "presence_api",
        "message": "x is\ngone",
        "conn": "i1.7",
        "code": "SLOW",
    }


def test_for_people_it_is_words() -> None:
    assert line(as_json=False, conn="i1.7").endswith("WARNING x is\ngone")


@pytest.mark.usefixtures("put_back")
def test_what_servers_tell_of_frames_and_heads_is_never_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_logs("DEBUG", as_json=True)
    logging.getLogger("presence_api.live.sessions").debug("seen")
    for chatty in ("uvicorn.error", "websockets.server"):
        logging.getLogger(chatty).debug("ticket.secret")
    written = [json.loads(one)["message"] for one in capsys.readouterr().err.splitlines()]
    assert written == ["seen"]


@pytest.mark.usefixtures("put_back")
def test_what_is_written_for_a_request_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    write_logs("INFO", as_json=True)
    with working_on(RequestContext("request-1", Trace("a" * 32, "b" * 16))):
        logging.getLogger("presence_api").info("during")
    logging.getLogger("presence_api").info("after")
    during, after = map(json.loads, capsys.readouterr().err.splitlines())
    assert (during["request_id"], during["trace_id"]) == ("request-1", "a" * 32)
    assert "request_id" not in after
