"""Steps on display."""

import io

import pytest

from ops.dev.progress import Progress


def test_a_plain_output_gets_a_line_at_the_start_and_one_at_the_end() -> None:
    out = io.StringIO()
    progress = Progress(out, terminal=False)
    with progress.shown(), progress.step("cube"):
        assert out.getvalue() == "cube ...\n"
    assert out.getvalue().splitlines()[1].startswith("cube         done (")
    assert "\x1b" not in out.getvalue()


def test_a_step_that_fails_is_shown_as_failed() -> None:
    out = io.StringIO()
    with pytest.raises(ZeroDivisionError), Progress(out, terminal=False).step("cube"):
        raise ZeroDivisionError
    assert "FAILED" in out.getvalue()


def test_a_terminal_keeps_only_the_lines_of_what_is_done() -> None:
    out = io.StringIO()
    progress = Progress(out, terminal=True)
    with progress.shown(), progress.step("cube"):
        pass
    assert "..." not in out.getvalue()
    assert "cube         done" in out.getvalue()


@pytest.mark.parametrize(("name", "redraws"), [("xterm", True), ("dumb", False), (None, False)])
def test_only_a_terminal_that_can_is_redrawn(
    name: str | None, redraws: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("TERM", raising=False)
    if name is not None:
        monkeypatch.setenv("TERM", name)
    out = Terminal()
    progress = Progress(out)
    with progress.shown(), progress.step("cube"):
        pass
    assert ("\x1b" in out.getvalue()) is redraws
