"""Expressions of a document in the words of OSI."""

from typing import Any

import pytest

from metamodel.exporters.osi_expressions import Speaker, Unspeakable, quoted, unique_columns
from metamodel.model.join_graph import join_graph
from tests.metamodel.shop import ORDER, model


def speaker(edits: dict[str, Any] | None = None) -> Speaker:
    graph = join_graph(model(edits))
    return Speaker(graph, graph.nodes["order"])


def field(expression: str, **more: Any) -> str:
    item = {"name": "new", "type": "string", "expression": expression, **more}
    made = speaker({f"/entities/{ORDER}/computed/-": {k: v for k, v in item.items() if v}})
    found = made.node.entity.dimension("new")
    assert found is not None
    return made.field(found)


def metric(**more: Any) -> str:
    made = speaker({f"/entities/{ORDER}/measures/-": {"name": "new", **more}})
    found = made.node.entity.measure("new")
    assert found is not None
    return made.metric(found)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("UPPER({status})", "UPPER(status)"),
        ("{CUBE}.price * 2", "price * 2"),
        ("{CUBE.price} * 2", "price * 2"),
        ("CASE WHEN {is_big} THEN 1 END", "CASE WHEN (price > 100) THEN 1 END"),
    ],
)
def test_a_field_is_sql_over_columns(expression: str, said: str) -> None:
    assert field(expression) == said


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("{product.name}", "another dataset"),
        ("{CUBE}", "another dataset"),
        ("{new} + 1", "no field"),
        ("{nothing}", "no field"),
        ("{revenue}", "no field"),
    ],
)
def test_what_is_no_column_of_the_dataset_is_refused_with_a_reason(
    expression: str, why: str
) -> None:
    with pytest.raises(Unspeakable, match=why):
        field(expression)


def test_a_case_is_written_out() -> None:
    case = {
        "when": [{"condition": "{price} > 10", "label": {"text": "it's big"}}],
        "else": {"expression": "{status}"},
    }
    assert field("", case=case) == "CASE WHEN price > 10 THEN 'it''s big' ELSE status END"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"type": "count"}, "COUNT(orders.id)"),
        ({"type": "avg", "expression": "{CUBE}.price"}, "AVG(orders.price)"),
        ({"type": "max", "expression": "{customer.name}"}, "MAX(customers.name)"),
        ({"type": "number", "expression": "{customer.count} + 1"}, "(COUNT(customers.id)) + 1"),
        (
            {"type": "sum", "expression": "{price}", "filters": ["{is_big}", "{status} = 'a'"]},
            (
                "SUM(CASE WHEN orders.is_big THEN CASE WHEN orders.status = 'a'"
                " THEN orders.price END END)"
            ),
        ),
    ],
)
def test_a_metric_is_an_aggregate_over_fields(more: dict[str, Any], said: str) -> None:
    assert metric(**more) == said


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"type": "number", "expression": "{new} + 1"}, "itself"),
        ({"type": "number", "expression": "{nobody.count}"}, "no field"),
        ({"type": "number", "expression": "{CUBE}.unknown"}, "no field"),
        ({"type": "count_distinct_approx", "expression": "{id}"}, "no `count_distinct_approx`"),
        ({"type": "sum", "expression": "{id}", "cumulative": True}, "window"),
    ],
)
def test_what_is_no_aggregate_over_fields_is_refused(more: dict[str, Any], why: str) -> None:
    with pytest.raises(Unspeakable, match=why):
        metric(**more)


def test_a_quote_in_a_text_is_doubled() -> None:
    assert quoted("o'clock") == "'o''clock'"


def test_unique_columns_are_named_one_by_one() -> None:
    edits = {"/entities/0/attributes/1/constraints": {"unique": True}}

    assert unique_columns(model(edits).entities[0]) == [["name"]]
