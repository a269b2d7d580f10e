import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.importers.value_lists import value_list


@pytest.mark.parametrize(
    ("condition", "column", "values"),
    [
        ("CHECK((status IN ('x', 'y')))", "status", ("x", "y")),
        ("(status IN ('x', 'y'))", "status", ("x", "y")),
        ("CHECK ((status = ANY (ARRAY['a'::text, 'it''s'::text])))", "status", ("a", "it's")),
        (
            "CHECK (((status)::text = ANY ((ARRAY['a'::character varying])::text[])))",
            "status",
            ("a",),
        ),
        ("CHECK ((VALUE = ANY (ARRAY['S'::text, 'M'::text])))", "VALUE", ("S", "M")),
        ('CHECK (("Mixed Case" = ANY (ARRAY[\'A\'::"S x".mood])))', "Mixed Case", ("A",)),
        ("CHECK ((n = ANY (ARRAY['-1'::integer, 2, 3.5])))", "n", ("-1", "2", "3.5")),
        ("CHECK ((status = 'open'::text))", "status", ("open",)),
        ("status in ('a(b', 'c)d')", "status", ("a(b", "c)d")),
    ],
)
def test_lists_in_every_spelling(condition: str, column: str, values: tuple[str, ...]) -> None:
    found = value_list(condition)
    assert found
    assert (found.column, found.values) == (column, values)


@pytest.mark.parametrize(
    "condition",
    [
        "CHECK ((price > (0)::numeric))",
        "(a = 'x'::text) OR (b = 'y'::text)",
        "a = b",
        "status IN ('a') AND n > 0",
        "NOT status IN ('a')",
        "lower(status) IN ('a', 'b')",
        "status NOT IN ('a')",
        "",
        "(",
    ],
)
def test_a_condition_that_says_more_or_something_else_is_none(condition: str) -> None:
    assert value_list(condition) is None


@given(st.lists(st.text(min_size=0, max_size=9), min_size=1, max_size=5))
def test_any_values_come_back(values: list[str]) -> None:
    quoted = ", ".join("'" + item.replace("'", "''") + "'" for item in values)
    found = value_list(f"c IN ({quoted})")
    assert found
    assert found.values == tuple(values)
