"""Which acts are told, and on which stack."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ops.demo import story
from ops.demo.stage import Stage
from ops.demo.telling import Line, require

URLS = {
    "RAMPART_DAGSTER_URL": "d",
    "RAMPART_METRICS_URL": "m",
    "RAMPART_CUBE_URL": "c",
    "RAMPART_PRESENCE_URL": "p",
}


@pytest.fixture
def stacks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Names of the stacks that were opened, and whether they were to stay."""
    opened: list[tuple[str, bool]] = []

    @contextlib.contextmanager
    def opening(
        name: str, *, detach: bool, settings: dict[str, str], tell: Any
    ) -> Iterator[SimpleNamespace]:
        assert bool(settings) != detach  # a stack that stays is like any other
        opened.append((name, detach))
        tell("valkey", "ready", 0.1)
        yield SimpleNamespace(ports={"cube": 1}, environment=URLS, folder=Path("state"), keep=False)

    monkeypatch.setattr(story, "running_stack", opening)
    return opened


def short(stage: Stage) -> Iterator[Line]:
    yield Line("s", "tells the short story", "told")


def broken(stage: Stage) -> Iterator[Line]:
    require(held=False, words="it does not hold")
    yield Line("x", "never", "never")


def test_the_short_story_is_told_on_the_main_stack_which_stays(
    stacks: list[tuple[str, bool]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(story, "SHORT", (short,))

    assert story.tell_story(keep=True)
    assert stacks == [("main", True)]
    assert "To look closer" in capsys.readouterr().out


def test_the_long_story_is_told_on_a_stack_of_its_own(
    stacks: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "LONG", (short,))

    assert story.tell_story(keep=False)
    assert [(name.startswith("demo-"), stays) for name, stays in stacks] == [(True, False)]


def test_a_broken_line_makes_the_whole_story_fail(
    stacks: list[tuple[str, bool]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(story, "LONG", (short, broken))

    assert not story.tell_story(keep=False)
