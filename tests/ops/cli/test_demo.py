"""`rampart demo`."""

import pytest

from ops.cli.main import run


def told(monkeypatch: pytest.MonkeyPatch, *, held: bool) -> list[bool]:
    """Each telling, by its `keep`; every one ends as told."""
    tellings: list[bool] = []

    def tell(*, keep: bool) -> bool:
        tellings.append(keep)
        return held

    monkeypatch.setattr("ops.demo.story.tell_story", tell)
    return tellings


@pytest.mark.parametrize(("held", "code"), [(True, 0), (False, 1)])
def test_the_demo_succeeds_only_if_every_line_held(
    held: bool, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(monkeypatch, held=held)

    assert run(["demo"]) == code


@pytest.mark.parametrize(("words", "keep"), [([], False), (["--keep"], True)])
def test_the_stack_is_kept_only_when_asked_for(
    words: list[str], keep: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    tellings = told(monkeypatch, held=True)
    run(["demo", *words])

    assert tellings == [keep]


def test_help_shows_an_example_and_tells_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tellings = told(monkeypatch, held=True)

    assert run(["demo", "--help"]) == 0
    assert "\n  rampart demo --keep" in capsys.readouterr().out
    assert tellings == []
