from metamodel.lint.subject import Subject, find_member, references_of, rollup_names
from metamodel.model.references import Reference, split_member
from tests.metamodel.shop import ORDER, model


def test_entities_rollups_and_members_come_with_their_pointers() -> None:
    subject = Subject(model())
    place, order = list(subject.entities())[ORDER]
    assert [at for at, _, _ in subject.rollups()] == [f"{place}/preAggregations/0"]
    members = dict(subject.members(place, order))
    assert members[f"{place}/measures/1"].name == "revenue"
    assert members[f"{place}/segments/0"].name == "open"


def test_every_expression_and_filter_is_met() -> None:
    texts = [item.text for item in Subject(model()).expressions()]
    assert "{price}" in texts
    assert "{is_big} AND {product.name} <> ''" in texts
    assert "{status} = 'open'" in texts


def test_references_resolve_to_own_and_to_joined_members() -> None:
    subject = Subject(model())
    order = subject.model.entities[ORDER]
    assert subject.resolve(order, Reference(None, "price")) is order.attribute("price")
    assert subject.resolve(order, Reference("nobody", "price")) is None
    found = subject.resolve_name(order, "product.name")
    assert found is not None
    assert found.name == "name"
    assert subject.resolve(order, split_member("nothing")) is None


def test_a_member_tells_what_it_is_made_of() -> None:
    order = model().entities[ORDER]
    average, big = order.measure("average"), order.measure("big")
    price = find_member(order, "price")
    assert average is not None
    assert big is not None
    assert price is not None
    assert [item.member for item in references_of(average)] == ["revenue", "count"]
    assert [item.member for item in references_of(big)] == ["is_big", "name"]
    assert list(references_of(price)) == []


def test_a_rollup_names_its_members_with_their_places() -> None:
    rollup = model().entities[ORDER].pre_aggregations[0]
    assert ("/time/dimension", "placed_on") in list(rollup_names(rollup))
    assert ("/measures/1", "revenue") in list(rollup_names(rollup))
