import pytest

from tests.metamodel.shop import COUNTRY, CUSTOMER, GONE, ORDER, places

REVENUE = f"/entities/{ORDER}/measures/1/expression"
BIG = f"/entities/{ORDER}/computed/0/expression"
ORDERS = {"name": "orders", "type": "number", "expression": "{order.count}", "subQuery": True}


@pytest.mark.parametrize(
    "expression",
    ["{price} - {product.id}", "{CUBE}.raw", "{CUBE.price}", "'{3}' || {price}", "{country.id}"],
)
def test_what_exists_and_can_be_joined_is_right(expression: str) -> None:
    assert places("MEA001", {REVENUE: expression}) == []


@pytest.mark.parametrize("expression", ["{rebate}", "{nobody.price}", "{product.price}"])
def test_what_does_not_exist_is_refused(expression: str) -> None:
    assert places("MEA001", {REVENUE: expression}) == [REVENUE]


def test_filters_are_looked_at_too() -> None:
    place = f"/entities/{ORDER}/measures/4/filters/0"
    assert places("MEA001", {place: "{nothing}"}) == [place]


def test_what_cannot_be_joined_is_refused() -> None:
    measure = {"name": "paid", "type": "sum", "expression": "{order.price}"}
    place = f"/entities/{COUNTRY}/measures/0"
    assert places("MEA001", {place: measure}) == [f"{place}/expression"]


def test_a_row_has_no_measure() -> None:
    assert places("MEA001", {BIG: "{revenue} > 1"}) == [BIG]


def test_a_sub_query_is_one_measure_of_an_entity_below() -> None:
    place = f"/entities/{CUSTOMER}/computed"
    assert places("MEA001", {place: [ORDERS]}) == []
    for expression in ("{order.count} + 1", "{order.price}", "{product.count}"):
        bad = ORDERS | {"expression": expression}
        assert places("MEA001", {place: [bad]}) == [f"{place}/0/expression"]


def test_circles_are_found_at_each_of_their_members() -> None:
    edits = {REVENUE: "{average}"}
    place = f"/entities/{ORDER}/measures"
    assert places("MEA001", edits) == [f"{place}/1", f"{place}/2"]


def test_only_a_count_goes_without_expression() -> None:
    assert places("MEA001", {REVENUE: GONE}) == [f"/entities/{ORDER}/measures/1"]
