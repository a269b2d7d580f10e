"""Dagster's daemons."""

import pytest

from ops.stack.component import Stack
from ops.stack.components.dagster_daemon import READY, DagsterDaemon
from ops.stack.processes import Process
from tests.ops.stack.components import stack_of


def test_what_an_earlier_life_wrote_does_not_make_it_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Stack, "spawn", lambda *_, **__: Process(1, "x"))
    stack, daemon = stack_of(), DagsterDaemon()
    log = stack.log("dagster_daemon")
    log.write_bytes(b"before " + READY + b"\n")
    daemon.start(stack)
    assert not daemon.ready(stack)
    with log.open("ab") as out:
        out.write(READY)
    assert daemon.ready(stack)


def test_it_waits_for_tables_topics_and_code() -> None:
    assert set(DagsterDaemon.needs) == {"dagster_code", "kafka", "migrations"}
