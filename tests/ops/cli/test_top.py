"""`rampart streaming top`."""

import json
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from ops.cli._top import screen
from ops.cli.main import run
from ops.demo.acts.event import send
from ops.demo.stage import Stage
from ops.monitoring.streaming_view import (
    BrokerRow,
    EventRow,
    GroupRow,
    StreamingView,
    TopicRow,
)
from ops.stack.supervisor import Supervisor
from tests.eventually import eventually

Output = pytest.CaptureFixture[str]
VIEW = StreamingView(
    brokers=[BrokerRow(1, "127.0.0.1:9092", controller=True)],
    topics=[TopicRow("a.b.v1", 3, 12_345)],
    groups=[GroupRow("rampart.readers", "STALLED", "a.b.v1", 7, 90.4)],
    dead_letters={"a.b.v1": 2, "c.d.v1": 0},
    newest=[EventRow("a.b.v1", "0/41", 1_767_225_600_000, "k", "reason because")],
    blind={"drift": "KAFKA-001 away"},
)


def test_one_screen_shows_all_of_it_and_what_it_could_not_see() -> None:
    console = Console(width=120)
    with console.capture() as shown:
        console.print(screen(VIEW))
    for words in (
        "127.0.0.1:9092",
        "12,345",
        "STALLED",
        "90",
        "00:00:00",
        "reason because",
        "KAFKA-001 away",
    ):
        assert words in shown.get()
    assert "c.d.v1" not in shown.get()


def test_a_long_event_is_cut_and_takes_nothing_from_its_neighbours() -> None:
    topic = "core.reporting.preagg.refresh.v1"
    event = EventRow(topic, "0/41", 1_767_225_600_000, "k", "many words " * 40)
    console = Console(width=80)
    with console.capture() as shown:
        console.print(screen(replace(VIEW, newest=[event])))
    (line,) = [line for line in shown.get().splitlines() if "many words" in line]
    assert line.split()[:4] == ["00:00:00", topic, "0/41", "many"]
    assert line.rstrip().endswith("…")


def test_what_is_empty_has_no_table() -> None:
    console = Console(width=120)
    with console.capture() as shown:
        console.print(screen(StreamingView((), (), (), {}, (), {})))
    assert shown.get().strip() == ""


def test_it_explains_itself_with_an_example(capsys: Output) -> None:
    assert run(["streaming", "top", "--help"]) == 0
    assert "\n  rampart streaming top" in capsys.readouterr().out


@pytest.mark.integration
def test_it_sees_the_running_platform(stack: Supervisor, capsys: Output) -> None:
    stage = Stage.on(stack)
    stage.publish()
    send(stage, "orders", "by_day", None, None)
    arguments = ["--once", "--json", "--stack", stack.folder.name]

    def look() -> dict[str, Any]:
        capsys.readouterr()
        assert run(["streaming", "top", *arguments]) == 0
        return dict(json.loads(capsys.readouterr().out))

    # A group is known to the broker once it has committed.
    seen = eventually(look, lambda view: view["groups"], "a group")
    assert [row["controller"] for row in seen["brokers"]] == [True]
    assert {row["topic"] for row in seen["topics"]} >= {"core.reporting.preagg.refresh.v1"}
    assert {row["group"] for row in seen["groups"]} <= {
        "rampart.audit-sink",
        "rampart.preagg-refresh",
    }
    assert any("cube orders" in row["words"] for row in seen["newest"])
    assert seen["blind"] == {}
