from tests.metamodel.shop import ORDER, places

REVENUE = f"/entities/{ORDER}/measures/1/expression"


def test_numbers_and_expressions_are_right() -> None:
    for expression in ("{price}", "{CUBE}.price", "CAST({status} AS INTEGER)", "{CUBE.price}"):
        assert places("MEA005", {REVENUE: expression}) == []


def test_texts_and_times_are_not() -> None:
    for expression in ("{status}", "{placed_on}", "{product.name}", "{CUBE.status}", "{is_big}"):
        assert places("MEA005", {REVENUE: expression}) == [REVENUE]
