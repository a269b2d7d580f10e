import json

from metamodel.lint.runner import lint
from metamodel.model.load import load
from orchestration.adapters.model_files import read_model
from tests.golden.tpch_model import CUBE_MODELS, DOCUMENTS, tpch_document, tpch_model, tpch_queries


def test_the_demos_document_has_no_findings() -> None:
    assert lint(tpch_document()) == []


def test_the_committed_model_is_what_is_generated() -> None:
    assert read_model(CUBE_MODELS / "model") == dict(tpch_model().files)


def test_the_demo_has_eight_entities_four_roles_and_enough_measures() -> None:
    model = tpch_document().require()
    assert len(model.entities) == 8
    assert {item.role for item in model.relations if item.role} == {
        "customer_nation",
        "supplier_nation",
        "customer_region",
        "supplier_region",
    }
    assert sum(len(entity.measures) for entity in model.entities) >= 20
    assert {item.name for item in model.entities if item.tenant_owned} == {
        "customer",
        "order",
        "lineitem",
    }


def test_its_rollups_have_few_partitions() -> None:
    rollups = tpch_model().rollups
    assert {item.path for item in rollups} == {"orders.by_day", "lineitem.by_day"}
    assert sum(len(item.partitions()) for item in rollups) < 500


def test_every_query_of_the_benchmark_has_its_published_answer() -> None:
    assert [query.tpch for query in tpch_queries()] == list(range(1, 23))


def test_without_its_roles_the_demo_would_be_refused() -> None:
    document = json.loads((DOCUMENTS / "tpch.json").read_text())
    for relation in document["relations"]:
        relation.pop("role", None)
        relation["from"] = relation["from"].removeprefix("customer_").removeprefix("supplier_")
    codes = {item.code for item in lint(load(json.dumps(document)))}
    assert codes == {"REL003", "MEA001"}  # the latter where a role is named


def test_what_looks_at_every_tenants_lines_has_to_be_kept_from_tenants() -> None:
    document = json.loads((DOCUMENTS / "tpch.json").read_text())
    for entity in document["entities"]:
        entity.pop("access", None)
    found = lint(load(json.dumps(document)))
    assert {item.code for item in found} == {"RLS007"}
    names = ("avg_line_quantity", "shipped_quantity")
    assert {name for item in found for name in names if name in item.message} == set(names)
