"""Dagster's storage, opened once."""

import sys
from pathlib import Path

import pytest

from ops.stack.component import Stack
from ops.stack.components import dagster_init
from ops.stack.components.dagster_code import DagsterCode
from ops.stack.components.dagster_init import OPEN_ONCE, DagsterInit
from tests.ops.stack.components import stack_of


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Path]:
    """The homes that a Dagster was started for; each time it leaves its tables there."""
    homes: list[Path] = []

    def run(stack: Stack, name: str, argv: list[str]) -> None:
        assert (name, argv) == ("dagster_init", [sys.executable, "-c", OPEN_ONCE])
        home = stack.folder / "dagster"
        (home / "history").mkdir(exist_ok=True)
        (home / "history" / "runs.db").write_text("tables")
        homes.append(home)

    monkeypatch.setattr(Stack, "run", run)
    monkeypatch.setattr(dagster_init, "CACHE", tmp_path / "cache")
    return homes


def test_a_fresh_home_is_opened_once_and_a_known_one_not_again(opened: list[Path]) -> None:
    stack = stack_of(DagsterCode())
    for _ in range(2):
        DagsterInit().start(stack)
    assert opened == [stack.folder / "dagster"]
    assert (stack.folder / "dagster" / "dagster.yaml").exists()


def test_the_next_fresh_home_gets_what_the_first_one_was_given(opened: list[Path]) -> None:
    first, second = stack_of(DagsterCode()), stack_of(DagsterCode())
    for stack in (first, second):
        DagsterInit().start(stack)
    assert len(opened) == 1
    assert (second.folder / "dagster" / "history" / "runs.db").read_text() == "tables"
    assert (second.folder / "dagster" / "dagster.yaml").exists()


def test_a_home_of_another_version_is_opened_by_dagster_itself_and_not_kept(
    opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = stack_of(DagsterCode())
    DagsterInit().start(stack)
    monkeypatch.setattr("importlib.metadata.version", lambda _: "9.9")
    DagsterInit().start(stack)
    DagsterInit().start(stack_of(DagsterCode()))
    assert len(opened) == 3


def test_clients_are_told_the_home() -> None:
    stack = stack_of(DagsterCode())
    assert DagsterInit().environment(stack)["DAGSTER_HOME"] == str(stack.folder / "dagster")
