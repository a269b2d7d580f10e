"""Telling the story: lines as they hold, and the end at the first that does not."""

from collections.abc import Iterator

import pytest

from ops.demo.telling import Line, LineBroken, Teller, require


def holds() -> Iterator[Line]:
    yield Line("a", "does something", "it shows")


def breaks() -> Iterator[Line]:
    yield Line("b", "does more", "it shows too")
    require([], "the list is empty")
    yield Line("c", "is never told", "never")


def test_lines_are_printed_with_their_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    held = Teller().tell([holds])

    assert held
    assert "ok   a    does something" in capsys.readouterr().out


def test_the_story_ends_at_the_first_line_that_breaks(capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller()
    held = teller.tell([breaks, holds])

    assert not held
    assert [item.line.place for item in teller.told] == ["b", "after b"]
    assert "DEMO-001 the list is empty" in capsys.readouterr().out


def test_the_table_counts_what_held(capsys: pytest.CaptureFixture[str]) -> None:
    teller = Teller()
    teller.tell([holds, breaks])
    capsys.readouterr()
    teller.table(["closing words"])
    printed = capsys.readouterr().out

    assert "2 of 3 lines held" in printed
    assert printed.endswith("closing words\n")


def test_what_does_not_hold_breaks_the_story() -> None:
    require("something", "fine")

    with pytest.raises(LineBroken, match="not fine"):
        require(None, "not fine")
