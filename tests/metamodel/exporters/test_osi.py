"""A metamodel in the form of Open Semantic Interchange."""

import json
from collections import Counter
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from metamodel.exporters.osi import OsiExport, export_osi
from metamodel.model.join_graph import join_graph
from tests.golden.real_models import FILES, real_model
from tests.metamodel.exporters.osi_schema import SCHEMA
from tests.metamodel.shop import CUSTOMER, ORDER, model

REAL = sorted(FILES)


def exported(edits: dict[str, Any] | None = None) -> OsiExport:
    return export_osi(model(edits))


def semantic(export: OsiExport) -> Any:
    (found,) = export.document["semantic_model"]
    return found


def dataset(export: OsiExport, name: str) -> Any:
    (found,) = (item for item in semantic(export)["datasets"] if item["name"] == name)
    return found


def sql(item: Any) -> str:
    (found,) = item["expression"]["dialects"]
    return str(found["expression"])


def metrics(export: OsiExport) -> dict[str, str]:
    return {item["name"]: sql(item) for item in semantic(export)["metrics"]}


def fields(export: OsiExport, name: str) -> dict[str, str]:
    return {item["name"]: sql(item) for item in dataset(export, name)["fields"]}


def kept(part: Any) -> Any:
    (found,) = part["custom_extensions"]
    assert found["vendor_name"] == "RAMPART"
    return json.loads(found["data"])


def told(export: OsiExport) -> set[tuple[str, str, str]]:
    return {(item.place, item.key, item.member) for item in export.not_said}


def test_the_schema_we_test_against_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", REAL)
def test_every_document_has_the_form_of_the_specification(name: str) -> None:
    found = export_osi(real_model(name).require())

    assert list(Draft202012Validator(SCHEMA).iter_errors(json.loads(found.text))) == []


@pytest.mark.parametrize("name", REAL)
def test_names_are_unique_and_references_lead_somewhere(name: str) -> None:
    found = semantic(export_osi(real_model(name).require()))

    known = {item["name"]: {one["name"] for one in item["fields"]} for item in found["datasets"]}
    assert len(known) == len(found["datasets"])
    assert max(Counter(item["name"] for item in found["metrics"]).values(), default=1) == 1
    assert all({item["from"], item["to"]} <= known.keys() for item in found["relationships"])
    assert all(
        len(item["from_columns"]) == len(item["to_columns"]) for item in found["relationships"]
    )
    assert all("{" not in sql(item) for item in found["metrics"])


@pytest.mark.parametrize("name", REAL)
def test_every_key_of_the_document_is_said_kept_or_told(name: str) -> None:
    """Nothing is dropped in silence: what no word of the form holds is in the report."""
    source = real_model(name).require()
    found = export_osi(source)
    reported = {(item.place, item.key) for item in found.not_said}
    for node in join_graph(source).nodes.values():
        if node.is_role:
            continue
        said = {item["name"] for item in dataset(found, node.cube)["fields"]}
        assert {item.name for item in node.entity.attributes} <= said
        for item in node.entity.computed:
            assert item.name in said or (node.cube, "computed", item.name) in told(found)
        for measure in node.entity.measures:
            spoken = f"{node.cube}__{measure.name}" in metrics(found)
            assert spoken or (node.cube, "measures", measure.name) in told(found)
        whole = node.entity.model_dump(by_alias=True, exclude_defaults=True)
        held = kept(dataset(found, node.cube))
        for key in ("tenancy", "access", "preAggregations", "segments", "hierarchies", "lifecycle"):
            assert (key in whole) == (key in held) == ((node.cube, key) in reported), key


def test_a_dataset_names_its_source_its_key_and_its_columns() -> None:
    found = exported()

    orders = dataset(found, "orders")
    assert (orders["source"], orders["primary_key"]) == ("shop.orders", ["id"])
    assert orders["description"] == "Order of the shop."
    assert orders["ai_context"]["synonyms"] == ["Order"]
    assert fields(found, "orders")["is_big"] == "price > 100"


def test_a_field_says_its_type_and_whether_it_is_a_time() -> None:
    by_name = {item["name"]: item for item in dataset(exported(), "orders")["fields"]}

    assert (by_name["price"]["datatype"], by_name["price"]["dimension"]) == (
        "Decimal",
        {"is_time": False},
    )
    assert (by_name["placed_on"]["datatype"], by_name["placed_on"]["dimension"]) == (
        "Date",
        {"is_time": True},
    )
    assert (
        "datatype"
        not in {
            item["name"]: item
            for item in dataset(
                exported(
                    {
                        f"/entities/{ORDER}/computed/-": {
                            "name": "vat",
                            "type": "number",
                            "expression": "{price} * 0.2",
                        }
                    }
                ),
                "orders",
            )["fields"]
        }["vat"]
    )


def test_metrics_are_aggregates_over_fields_of_datasets() -> None:
    assert {key: value for key, value in metrics(exported()).items() if "orders" in key} == {
        "orders__count": "COUNT(orders.id)",
        "orders__revenue": "SUM(orders.price)",
        "orders__average": "(SUM(orders.price)) / NULLIF((COUNT(orders.id)), 0)",
        "orders__customers": "COUNT(DISTINCT orders.customer_id)",
        "orders__big": (
            "COUNT(CASE WHEN orders.is_big AND products.name <> '' THEN orders.id END)"
        ),
    }


def test_a_relationship_goes_from_the_many_to_the_one() -> None:
    turned = {
        "id": "rel_country_customers",
        "from": "country",
        "to": "customer",
        "cardinality": "one_to_many",
        "on": [{"from": "id", "to": "country_id"}],
    }
    found = semantic(exported({"/relations/0": turned}))["relationships"][0]

    assert (found["from"], found["to"]) == ("customers", "countries")
    assert (found["from_columns"], found["to_columns"]) == (["country_id"], ["id"])


def test_a_role_is_a_dataset_with_the_same_fields_and_says_whose_it_is() -> None:
    role = {
        "id": "rel_order_maker",
        "from": "product",
        "to": "country",
        "role": "maker",
        "cardinality": "many_to_one",
        "on": [{"from": "id", "to": "id"}],
    }
    found = exported({"/relations/-": role})

    assert fields(found, "maker") == fields(found, "countries")
    assert kept(dataset(found, "maker")) == {"roleOf": "countries"}
    assert ("maker", "role", "") in told(found)
    assert not [name for name in metrics(found) if name.startswith("maker")]


def test_who_may_see_what_is_kept_and_told() -> None:
    found = exported()

    held = kept(dataset(found, "orders"))
    assert held["tenancy"] == {"mode": "required", "attribute": "tenant_id"}
    assert held["preAggregations"][0]["name"] == "by_day"
    assert {("orders", "tenancy", ""), ("orders", "preAggregations", "")} <= told(found)


def test_a_measure_without_words_is_kept_as_the_document_says_it_and_told() -> None:
    window = {
        "name": "week_revenue",
        "type": "sum",
        "expression": "{price}",
        "rollingWindow": {"trailing": "7 day"},
    }
    found = exported({f"/entities/{ORDER}/measures/-": window})

    assert "orders__week_revenue" not in metrics(found)
    assert kept(dataset(found, "orders"))["measures"] == [window]
    (why,) = (item for item in found.not_said if item.member == "week_revenue")
    assert "window" in why.why


def test_an_approximate_count_is_not_called_an_exact_one() -> None:
    about = {"name": "about", "type": "count_distinct_approx", "expression": "{customer_id}"}

    found = exported({f"/entities/{ORDER}/measures/-": about})

    assert "orders__about" not in metrics(found)
    assert ("orders", "measures", "about") in told(found)


def test_a_dimension_over_another_dataset_is_no_field() -> None:
    far = {"name": "far", "type": "string", "expression": "{country.name}"}

    found = exported({f"/entities/{CUSTOMER}/computed": [far]})

    assert "far" not in fields(found, "customers")
    assert kept(dataset(found, "customers"))["computed"] == [far]


def test_two_metrics_of_one_name_are_told_and_the_first_stays() -> None:
    clash = {"name": "b__count", "type": "sum", "expression": "{id}"}
    found = exported(
        {
            "/entities/0/cube": "a",
            "/entities/1/cube": "a__b",
            "/entities/0/measures/-": clash,
        }
    )

    assert metrics(found)["a__b__count"] == "SUM(a.id)"
    (lost,) = (item for item in found.not_said if not item.kept and item.key == "measures")
    assert (lost.place, lost.member) == ("a__b", "count")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert exported().text == exported().text
