"""The report of what a form has no words for."""

from metamodel.exporters.not_said import NotSaid, report_lines


def test_members_with_the_same_key_are_told_in_one_line() -> None:
    found = [NotSaid("orders", "format", "b"), NotSaid("orders", "format", "a")]

    assert list(report_lines(found)) == [
        "not said: orders: format of a, b: kept in custom_extensions"
    ]


def test_reasons_and_what_is_left_out_are_told_apart() -> None:
    found = [
        NotSaid("orders", "measures", "a", "a window"),
        NotSaid("orders", "measures", "b", kept=False),
        NotSaid("orders", "tenancy"),
    ]

    assert list(report_lines(found)) == [
        "not said: orders: measures of b: left out",
        "not said: orders: measures of a (a window): kept in custom_extensions",
        "not said: orders: tenancy: kept in custom_extensions",
    ]


def test_nothing_found_is_no_line() -> None:
    assert list(report_lines([])) == []
