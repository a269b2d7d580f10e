import pytest

from ops.cli.main import rampart
from ops.dev.reference.cli import WIDTH, commands, pages


def test_every_verb_shows_its_help() -> None:
    text = pages()["cli.md"]

    paths = [context.command_path for context, _ in commands(rampart, "rampart", None)]
    assert {"rampart", "rampart modelgen lint", "rampart preagg refresh"} <= set(paths)
    assert all(f"## {path}\n\n```text\nUsage: {path}" in text for path in paths)


def test_the_width_of_the_terminal_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = pages()

    monkeypatch.setenv("COLUMNS", "40")

    assert pages() == before
    assert max(map(len, before["cli.md"].splitlines())) <= WIDTH
