from tests.metamodel.shop import ORDER, places

PRICE = f"/entities/{ORDER}/attributes/5"


def test_floats_that_are_no_money_are_right() -> None:
    assert places("TYP002", {f"{PRICE}/type": "float"}) == []


def test_money_is_decimal() -> None:
    assert places("TYP002", {f"{PRICE}/currency": "EUR"}) == []
    assert places("TYP002", {f"{PRICE}/currency": "EUR", f"{PRICE}/type": "float"}) == [
        f"{PRICE}/type"
    ]
    assert places("TYP002", {f"{PRICE}/format": "currency_2", f"{PRICE}/type": "float"}) == [
        f"{PRICE}/type"
    ]
