from tests.metamodel.shop import COUNTRY, ORDER, places

REVENUE = f"/entities/{ORDER}/measures/1/expression"
DOWN = {
    "id": "rel_down",
    "from": "country",
    "to": "product",
    "cardinality": "one_to_many",
    "on": [{"from": "id", "to": "id"}],
}


def test_values_of_the_one_row_joined_to_are_right() -> None:
    assert places("MEA002", {REVENUE: "{price} * {product.id}"}) == []


def test_measures_of_others_are_not() -> None:
    assert places("MEA002", {REVENUE: "{price} / {product.count}"}) == [REVENUE]


def test_values_that_a_join_multiplies_are_not() -> None:
    place = f"/entities/{COUNTRY}/measures/0"
    ids = {"name": "ids", "type": "sum", "expression": "{product.id}"}
    assert places("MEA002", {place: ids, "/relations/-": DOWN}) == [f"{place}/expression"]
