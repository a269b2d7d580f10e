from tests.metamodel.shop import places

BACK = {
    "id": "rel_back",
    "from": "customer",
    "to": "order",
    "cardinality": "one_to_many",
    "on": [{"from": "id", "to": "customer_id"}],
}


def test_ways_that_end_are_right() -> None:
    assert places("REL005") == []


def test_a_way_back_is_refused() -> None:
    assert places("REL005", {"/relations/-": BACK}) == ["/relations/1", "/relations/3"]


def test_an_entity_that_leads_to_itself_wants_a_role() -> None:
    itself = {**BACK, "from": "order", "on": [{"from": "id", "to": "id"}]}
    assert places("REL005", {"/relations/-": itself}) == ["/relations/3"]
    assert places("REL005", {"/relations/-": {**itself, "role": "order_before"}}) == []
