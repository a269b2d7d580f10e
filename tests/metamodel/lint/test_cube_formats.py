import pytest

from metamodel.lint.cube_formats import (
    CURRENCIES,
    dimension_format_fault,
    measure_format_fault,
)
from metamodel.model.attribute import MemberType
from tests.golden.cube_validator import formats_taken

FORMATS = [
    *("imageUrl", "link", "currency", "percent", "number", "id", "abbr", "abbr_3", "decimal_7"),
    *("id_1", "accounting_2", ",.2f", "$,.2f", ".0%", "x>10", ".2q", "(.1f", "010d", ">", "~"),
    *("S", "+", "%Y-%m-%d", "%", "%%", "%k", "yyyy", "Q%q", "100 %", "*^20,.3~e", "two"),
]
TYPES = [MemberType.NUMBER, MemberType.TIME, MemberType.STRING, MemberType.BOOLEAN]


@pytest.mark.node
def test_a_format_is_taken_exactly_where_cubes_own_validator_takes_it() -> None:
    answers = formats_taken(FORMATS, TYPES)
    own = [
        [
            *(dimension_format_fault(kind, form) is None for kind in TYPES),
            measure_format_fault(form) is None,
        ]
        for form in FORMATS
    ]
    assert own == answers
    assert any(any(row) for row in answers)
    assert not all(all(row) for row in answers)


def test_numbers_have_named_and_free_formats() -> None:
    for form in ("percent_1", "abbr", ",.2f", ".0%"):
        assert dimension_format_fault(MemberType.NUMBER, form) is None
        assert measure_format_fault(form) is None
    assert measure_format_fault("percent_9") is not None


def test_times_have_specifiers() -> None:
    assert dimension_format_fault(MemberType.TIME, "%Y") is None
    assert dimension_format_fault(MemberType.TIME, "%k") == "has an unknown specifier `%k`"
    assert dimension_format_fault(MemberType.TIME, "yyyy") is not None


def test_currencies_are_those_in_use() -> None:
    assert {"EUR", "USD", "JPY"} <= CURRENCIES
    assert all(len(code) == 3 for code in CURRENCIES)
