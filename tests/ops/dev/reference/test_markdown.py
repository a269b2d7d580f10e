from ops.dev.reference._markdown import NOTICE, code, described, page, table


def test_a_page_begins_with_how_it_is_made() -> None:
    assert page("Title", "Intro.\n", "", "Block") == (
        f"<!-- {NOTICE} -->\n\n# Title\n\nIntro.\n\nBlock\n"
    )


def test_cells_may_hold_bars_and_line_breaks() -> None:
    assert table(("A", "B"), [("x|y", "two\n  lines")]) == (
        "| A | B |\n| --- | --- |\n| x\\|y | two lines |"
    )


def test_nothing_has_no_code_letters() -> None:
    assert (code("x"), code("")) == ("`x`", "")


def test_docstrings_lose_their_indentation() -> None:
    class Documented:
        """One line.

        Another.
        """

    assert described(Documented) == "One line.\n\nAnother."
