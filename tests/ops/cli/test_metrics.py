"""`rampart metrics`."""

import pytest

from ops.cli.main import run
from ops.stack.errors import StackDown
from orchestration.settings import Settings

SETTINGS = Settings(cube_url="http://cube.test")


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Settings, int]]:
    calls: list[tuple[Settings, int]] = []
    monkeypatch.setattr("ops.cli.metrics.settings_for", lambda _: SETTINGS)
    monkeypatch.setattr("ops.monitoring.exporter.serve_metrics", lambda *call: calls.append(call))
    return calls


@pytest.mark.parametrize(("words", "port"), [([], 29108), (["--port", "29200"], 29200)])
def test_the_stacks_figures_are_served_on_the_port_asked_for(
    words: list[str], port: int, served: list[tuple[Settings, int]]
) -> None:
    assert run(["metrics", "serve", *words]) == 0
    assert served == [(SETTINGS, port)]


def test_a_port_that_is_no_number_is_a_usage_error(served: list[tuple[Settings, int]]) -> None:
    assert run(["metrics", "serve", "--port", "http"]) == 2
    assert served == []


def test_without_a_stack_nothing_is_served(
    served: list[tuple[Settings, int]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def refuse(name: str) -> Settings:
        raise StackDown(name)

    monkeypatch.setattr("ops.cli.metrics.settings_for", refuse)

    assert run(["metrics", "serve", "--stack", "gone"]) == 1
    assert "gone" in capsys.readouterr().err
    assert served == []


def test_help_shows_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["metrics", "serve", "--help"]) == 0
    assert "\n  rampart metrics serve --port 29108" in capsys.readouterr().out
