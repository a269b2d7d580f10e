from tests.metamodel.shop import ORDER, places

REVENUE = f"/entities/{ORDER}/measures/1"


def test_a_currency_with_a_format_is_right() -> None:
    edits = {f"{REVENUE}/currency": "EUR", f"{REVENUE}/format": "currency_2"}
    assert places("DOC002", edits) == []


def test_one_without_is_told() -> None:
    assert places("DOC002", {f"{REVENUE}/currency": "EUR"}) == [REVENUE]
