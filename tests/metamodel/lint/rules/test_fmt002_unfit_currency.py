from tests.metamodel.shop import ORDER, places

PRICE = f"/entities/{ORDER}/attributes/5/currency"
STATUS = f"/entities/{ORDER}/attributes/4/currency"
REVENUE = f"/entities/{ORDER}/measures/1/currency"


def test_codes_at_numbers_are_right() -> None:
    assert places("FMT002", {PRICE: "EUR", REVENUE: "usd"}) == []


def test_other_words_and_other_members_are_refused() -> None:
    assert places("FMT002", {PRICE: "EURO"}) == [PRICE]
    assert places("FMT002", {STATUS: "EUR"}) == [STATUS]
    assert places("FMT002", {REVENUE: "€"}) == [REVENUE]
