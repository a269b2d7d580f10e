"""Relation paths."""

import pytest

from metamodel.model.join_graph import Node, join_graph
from presence_api.reporting.dsl.faults import Fault, FaultCode
from presence_api.reporting.dsl.relations import Relations
from tests.presence_api.reporting.asked import asked, model


def ways(origin: str, name: str = "tpch") -> Relations:
    return Relations(join_graph(model(name)), origin)


def follow(relations: Relations, text: str) -> str | Fault:
    found = relations.follow(text.split("."), asked(text))
    return found.name if isinstance(found, Node) else found


@pytest.mark.parametrize(
    ("text", "node"),
    [
        ("customer", "customer"),
        ("customer.nation", "customer_nation"),
        ("customer.customer_nation", "customer_nation"),
        ("customer.nation.region", "customer_region"),
    ],
)
def test_relations_are_called_after_the_entity_or_the_role(text: str, node: str) -> None:
    assert follow(ways("order"), text) == node


def test_a_way_has_one_spelling() -> None:
    assert ways("order").spell("customer_region") == "customer.nation.region"
    assert ways("order").spell("order") == ""
    assert ways("order").next_words("customer") == ("nation",)


def test_an_entity_in_two_roles_is_called_by_them() -> None:
    sink = ways("order", "kitchen_sink")

    assert follow(sink, "user") == "user"
    assert follow(sink, "paying_user") == "paying_user"
    assert (sink.spell("user"), sink.spell("paying_user")) == ("user", "paying_user")


def test_what_leads_nowhere_is_told_with_what_is_near() -> None:
    assert follow(ways("order"), "custmer.nation") == Fault(
        "/at", FaultCode.UNKNOWN_NAME, "there is no relation `custmer` here", ("customer",)
    )


def test_three_relations_are_the_most() -> None:
    found = follow(ways("lineitem"), "order.customer.nation.region")

    assert isinstance(found, Fault)
    assert found.code is FaultCode.OUT_OF_RANGE


def test_only_the_way_that_rows_are_joined_can_be_asked_for() -> None:
    found = follow(ways("lineitem"), "part_supply.part")

    assert isinstance(found, Fault)
    assert (found.code, found.suggestions) == (FaultCode.UNFIT, ("part",))


def test_a_word_for_two_roles_names_none() -> None:
    relations = model().relations
    third = relations[0].model_copy(update={"role": "first_order", "id": "x"})
    other = relations[0].model_copy(update={"role": "second_order", "id": "y"})
    both = model().model_copy(update={"relations": (third, other)})
    found = follow(Relations(join_graph(both), "lineitem"), "order")

    assert isinstance(found, Fault)
    assert found.code is FaultCode.AMBIGUOUS_NAME
    assert found.suggestions == ("first_order", "second_order")


def test_no_way_leads_over_a_hidden_entity() -> None:
    hidden = tuple(
        item.model_copy(update={"public": item.name != "customer"}) for item in model().entities
    )
    relations = Relations(join_graph(model().model_copy(update={"entities": hidden})), "order")

    assert isinstance(follow(relations, "customer.nation"), Fault)
    assert relations.next_words("order") == ()
