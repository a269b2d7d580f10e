from tests.metamodel.shop import places

DOWN = {
    "id": "rel_down",
    "from": "product",
    "to": "order",
    "cardinality": "one_to_many",
    "on": [{"from": "id", "to": "product_id"}],
}


def test_relations_from_tenants_to_shared_entities_are_right() -> None:
    assert places("RLS008") == []


def test_one_to_many_into_tenants_rows_is_refused() -> None:
    assert places("RLS008", {"/relations/-": DOWN}) == ["/relations/3"]


def test_so_is_a_way_through_them() -> None:
    through = DOWN | {"to": "customer", "cardinality": "many_to_one"}
    assert places("RLS008", {"/relations/-": through}) == ["/relations/3"]
