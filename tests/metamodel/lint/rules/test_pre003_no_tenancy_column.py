from tests.metamodel.shop import COUNTRY, ORDER, places

DIMENSIONS = f"/entities/{ORDER}/preAggregations/0/dimensions"


def test_a_rollup_with_the_tenancy_column_is_right() -> None:
    assert places("PRE003") == []


def test_a_rollup_without_it_is_refused() -> None:
    assert places("PRE003", {DIMENSIONS: ["status"]}) == [DIMENSIONS]


def test_a_dimension_of_another_tenants_entity_brings_its_column_along() -> None:
    edits = {f"{DIMENSIONS}/-": "customer.name"}
    assert places("PRE003", edits) == [DIMENSIONS]
    assert places("PRE003", {**edits, DIMENSIONS + "/-": "customer.tenant_id"}) == []


def test_members_of_stated_filters_belong_into_it_too() -> None:
    policy = {
        "groups": ["analyst"],
        "filters": [
            {"member": "tenant_id", "operator": "equals", "claim": "tenant"},
            {"member": "product_id", "operator": "equals", "values": ["1"]},
        ],
    }
    assert places("PRE003", {f"/entities/{ORDER}/access": [policy]}) == [DIMENSIONS]


def test_a_shared_entity_needs_none() -> None:
    rollup = {"name": "all", "measures": ["count"]}
    assert places("PRE003", {f"/entities/{COUNTRY}/preAggregations": [rollup]}) == []
