import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.importers.sql_columns import over_attributes

ATTRIBUTES = {"amount": "amount", "Tax": "tax_rate", "order": "order_number", "created_at": "made"}


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("amount", "{amount}"),
        ("AMOUNT", "{amount}"),
        ('"Tax"', "{tax_rate}"),
        ("1", "1"),
        ("amount * (1 + tax)", "{amount} * (1 + {tax_rate})"),
        ("CASE WHEN amount > 10 THEN 1 ELSE 0 END", "CASE WHEN {amount} > 10 THEN 1 ELSE 0 END"),
        ("coalesce(amount, 0)", "coalesce({amount}, 0)"),
        ("amount::numeric(10, 2)", "{amount}::numeric(10, 2)"),
        ("note = 'amount'", None),
        ("amount = 'it''s {fine}'", None),
        ("o.amount", None),
        ("other", None),
        ("amount -- all of it", None),
        ("amount /* all */", None),
        ("{{ macro() }}", None),
        ("", None),
    ],
)
def test_columns_become_attributes_and_all_else_is_not_understood(
    sql: str, expected: str | None
) -> None:
    assert over_attributes(sql, ATTRIBUTES) == expected


def test_texts_stay_as_they_are() -> None:
    assert over_attributes("amount || ' amount '", ATTRIBUTES) == "{amount} || ' amount '"


@given(st.text(max_size=30))
def test_any_text_is_answered(sql: str) -> None:
    found = over_attributes(sql, ATTRIBUTES)
    assert found is None or found
