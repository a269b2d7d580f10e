import pytest

from tests.metamodel.shop import ORDER, places

STATUS = f"/entities/{ORDER}/attributes/4/cardinality"
DIMENSIONS = f"/entities/{ORDER}/preAggregations/0/dimensions"


def test_few_values_are_right() -> None:
    assert places("PRE002") == []
    assert places("PRE002", {STATUS: {"distinct": 100_000}}) == []


@pytest.mark.parametrize("cardinality", [{"class": "high"}, {"distinct": 100_001}])
def test_many_values_are_refused(cardinality: dict[str, object]) -> None:
    assert places("PRE002", {STATUS: cardinality}) == [f"{DIMENSIONS}/0"]


def test_a_key_has_many_values_without_being_counted() -> None:
    assert places("PRE002", {f"{DIMENSIONS}/-": "id"}) == [f"{DIMENSIONS}/2"]
    assert places("PRE002", {f"{DIMENSIONS}/-": "customer.id"}) == [f"{DIMENSIONS}/2"]


def test_the_tenancy_column_is_exempt() -> None:
    tenant = f"/entities/{ORDER}/attributes/6/cardinality"
    assert places("PRE002", {tenant: {"class": "high"}}) == []
