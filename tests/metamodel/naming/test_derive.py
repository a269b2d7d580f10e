import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from metamodel.naming.derive import FORMS, Derivation, MetamodelName, Surface
from metamodel.naming.dictionary import load_dictionary
from metamodel.naming.errors import NamesCollide, NotDerived

KNOWN = load_dictionary()
SNAKE = st.from_regex(r"[a-z][a-z0-9]{0,5}(_[a-z][a-z0-9]{0,5}){0,2}", fullmatch=True)
ORDER, PRICE = MetamodelName("order"), MetamodelName("order", "total_price")


@given(
    st.sets(SNAKE, min_size=1, max_size=5),
    st.none() | SNAKE,
    st.sampled_from(Surface),
    st.data(),
)
def test_what_is_derived_leads_back_on_every_surface(
    entities: set[str], member: str | None, surface: Surface, data: st.DataObject
) -> None:
    try:
        derivation = Derivation(entities, KNOWN)
    except NamesCollide:
        assume(False)
    name = MetamodelName(data.draw(st.sampled_from(sorted(entities))), member)
    assert derivation.parse(derivation.derive(name, surface), surface) == name


@given(st.sets(SNAKE, min_size=1, max_size=5), SNAKE, SNAKE, st.sampled_from(Surface))
def test_no_two_names_are_derived_to_one(
    entities: set[str], one: str, other: str, surface: Surface
) -> None:
    try:
        derivation = Derivation(entities, KNOWN)
    except NamesCollide:
        assume(False)
    names = {MetamodelName(entity, member) for entity in entities for member in (None, one, other)}
    assert len({derivation.derive(name, surface) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("surface", "entity", "member"),
    [
        (Surface.CUBE, "orders", "orders.total_price"),
        (Surface.SQL, '"orders"', '"orders"."total_price"'),
        (Surface.TOPIC, "entity.lifecycle#order", "entity.lifecycle#order/total_price"),
        (Surface.AVRO, "entity.Order", "entity.Order.total_price"),
        (Surface.REST, "/api/v1/entities/order", "/api/v1/entities/order#/total_price"),
        (Surface.WEBSOCKET, "order", "order#total_price"),
        (Surface.METRIC, 'entity="order"', 'entity="order",member="total_price"'),
        (Surface.REDIS, "entity:order", "entity:order:total_price"),
    ],
)
def test_the_names_of_an_order(surface: Surface, entity: str, member: str) -> None:
    derivation = Derivation(["order"], KNOWN)
    assert derivation.derive(ORDER, surface) == entity
    assert derivation.derive(PRICE, surface) == member


def test_every_surface_has_a_form() -> None:
    assert set(FORMS) == set(Surface)


def test_a_cube_may_be_called_otherwise_and_still_leads_back() -> None:
    derivation = Derivation(["part_supply", "order"], KNOWN, {"part_supply": "partsupp"})
    cost = MetamodelName("part_supply", "cost")
    assert derivation.derive(cost, Surface.CUBE) == "partsupp.cost"
    assert derivation.parse("partsupp.cost", Surface.CUBE) == cost
    assert derivation.derive(cost, Surface.REST) == "/api/v1/entities/part_supply#/cost"


def test_entities_that_would_have_one_name_are_refused_with_both() -> None:
    with pytest.raises(NamesCollide) as refused:
        Derivation(["bus", "buse"], KNOWN)
    assert "bus and buse: both are cube `buses`" in str(refused.value)


@pytest.mark.parametrize("text", ["customers", "orders.", "orders.total price", "", "Orders"])
def test_what_was_not_derived_leads_nowhere(text: str) -> None:
    with pytest.raises(NotDerived):
        Derivation(["order"], KNOWN).parse(text, Surface.CUBE)
