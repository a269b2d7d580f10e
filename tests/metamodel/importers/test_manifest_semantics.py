from typing import Any

from metamodel.importers.catalogue import Table
from metamodel.importers.manifest_semantics import Semantics, read_semantics
from tests.metamodel.importers.manifests import Json, semantic
from tests.metamodel.importers.sources import column, key, table

ORDERS = table("orders", "buyer_id", column("placed_at", "timestamptz"), "amount", primary_key=())
BUYERS = table("buyers", primary_key=())


def read(*models: Json, orders: Table = ORDERS, **more: Any) -> Semantics:
    tables = {"model.shop.orders": orders, "model.shop.buyers": BUYERS}
    found = {f"semantic_model.shop.{number}": item for number, item in enumerate(models)}
    return read_semantics({"semantic_models": found, **more}, tables)


def orders(**more: Any) -> Table:
    return read(semantic("orders", "orders", **more)).tables["model.shop.orders"]


def test_measures_come_with_their_words() -> None:
    made = orders(
        measures=[
            {"name": "turnover", "agg": "sum", "expr": "amount", "label": "Turnover"},
            {"name": "orders", "agg": "count", "expr": 1, "description": "How many."},
            {"name": "amount", "agg": "max", "expr": None},
        ]
    )
    assert [(item.name, item.aggregation, item.expression) for item in made.measures] == [
        ("turnover", "sum", "amount"),
        ("orders", "count", "1"),
        ("amount", "max", None),
    ]
    assert (made.measures[0].title, made.measures[1].description) == ("Turnover", "How many.")


def test_a_measure_that_may_not_be_summed_over_time_is_no_plain_one() -> None:
    (item,) = orders(
        measures=[{"name": "stock", "agg": "sum", "non_additive_dimension": {"name": "day"}}]
    ).measures
    assert item.aggregation == "sum over a non-additive dimension"


def test_the_default_time_is_the_time_of_the_rows() -> None:
    placed = {"name": "placed", "type": "time", "expr": "placed_at"}
    made = orders(defaults={"agg_time_dimension": "placed"}, dimensions=[placed])
    assert made.time == "placed_at"


def test_a_time_that_is_an_expression_is_none() -> None:
    placed = {"name": "placed", "type": "time", "expr": "date_trunc('day', placed_at)"}
    assert orders(defaults={"agg_time_dimension": "placed"}, dimensions=[placed]).time is None


def test_a_primary_entity_is_the_key_where_there_is_none() -> None:
    primary = [{"name": "order", "type": "primary", "expr": "id"}]
    assert orders(entities=primary).primary_key == ("id",)
    keyed = table("orders", "no", primary_key=("no",))
    made = read(semantic("o", "orders", entities=primary), orders=keyed)
    assert made.tables["model.shop.orders"].primary_key == ("no",)


BUYER = {"name": "buyer", "type": "foreign", "expr": "buyer_id"}
OWN = {"name": "buyer", "type": "primary", "expr": "id"}


def test_a_foreign_entity_joins_to_where_it_is_primary() -> None:
    found = read(
        semantic("orders", "orders", entities=[BUYER]), semantic("buyers", "buyers", entities=[OWN])
    )
    (made,) = found.tables["model.shop.orders"].foreign_keys
    assert (made.columns, made.table, made.target_columns) == (("buyer_id",), "buyers", ("id",))
    assert made.origin == "semantic entity `buyer`"


def test_a_join_that_is_known_already_is_not_doubled() -> None:
    known = table("orders", "buyer_id", foreign_keys=(key("buyer_id", "buyers"),))
    found = read(semantic("o", "orders", entities=[BUYER]), orders=known)
    assert len(found.tables["model.shop.orders"].foreign_keys) == 1
    assert found.unread == []


def test_a_foreign_entity_that_is_primary_nowhere_or_twice_is_told() -> None:
    (item,) = read(semantic("orders", "orders", entities=[BUYER])).unread
    assert item.place == "public.orders.buyer_id"
    assert "primary nowhere" in item.reason
    twice = [semantic(name, "buyers", entities=[OWN]) for name in ("a", "b")]
    (item,) = read(semantic("orders", "orders", entities=[BUYER]), *twice).unread
    assert "primary in 2" in item.reason


def test_a_semantic_model_over_what_is_not_imported_is_told() -> None:
    (item,) = read(semantic("people", "people")).unread
    assert "`ref('people')`" in item.reason


def test_metrics_are_counted() -> None:
    (item,) = read(metrics={"metric.shop.a": {}, "metric.shop.b": {}}).unread
    assert item.reason == "2 metrics are not imported"


def test_projects_without_semantic_models_are_left_as_they_are() -> None:
    assert read_semantics({}, {"a": ORDERS}).tables == {"a": ORDERS}
