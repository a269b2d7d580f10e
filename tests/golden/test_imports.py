"""Real sources, imported whole: what is decided, what is named as missing, and Cube's opinion."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest

from metamodel.importers.catalogue import Catalogue
from metamodel.importers.catalogue_duckdb import DuckDbCatalogue
from metamodel.importers.catalogue_postgres import PostgresCatalogue, open_postgres
from metamodel.importers.declared_keys import read_keys, with_keys
from metamodel.importers.draft import DraftSettings
from metamodel.importers.importing import Imported, import_source
from metamodel.importers.manifest_dbt import VERSIONS, read_manifest
from metamodel.importers.report import SuggestionKind
from metamodel.lint.runner import lint
from metamodel.model.join_graph import join_graph
from metamodel.model.load import load
from metamodel.modelgen.generate import generate
from metamodel.modelgen.generated import GeneratedModel
from ops.tpch.generator import generator
from ops.tpch.load import load_tpch
from orchestration.adapters.compiler_node import NodeCompiler
from orchestration.ports.compiler import Compilation
from tests.golden.tpcds_data import tpcds_tables
from tests.golden.tpch_model import CUBE_MODELS, ENGINE, tpch_document
from tests.metamodel.importers.manifests import generic_test, manifest, model, semantic
from tests.metamodel.modelgen.shop_model import TEMPLATES

KEYS = Path(__file__).parents[1] / "metamodel" / "importers"
SETTINGS = DraftSettings("source", (date(1992, 1, 1), date(2003, 12, 31)))
COMMON = frozenset(SuggestionKind) - {SuggestionKind.TENANCY}


def with_key_file(catalogue: Catalogue, name: str) -> Catalogue:
    return with_keys(catalogue, read_keys((KEYS / name).read_text(), name))


def imported(catalogue: Catalogue) -> Imported:
    return import_source(catalogue, SETTINGS, kinds=COMMON)


def missing(made: Imported) -> Counter[str]:
    return Counter(item.code for item in lint(load(made.document)))


def generated(document: dict[str, Any]) -> GeneratedModel:
    loaded = load(json.dumps(document))
    return generate(loaded.require(), templates=TEMPLATES, overlays={}, engine=ENGINE)


def compiled(made: GeneratedModel) -> Compilation:
    compilation = NodeCompiler(CUBE_MODELS / "server").compile(made.files, made.probes)
    assert {cube["name"] for cube in compilation.meta} == set(made.cube_fps)
    return compilation


def without_measures_where_there_is_no_time(document: dict[str, Any]) -> dict[str, Any]:
    """What a person would do who has no time for these entities."""
    for entity in document["entities"]:
        if "time" not in entity:
            entity["measures"] = []
    return document


@pytest.fixture(scope="module")
def tpch() -> Iterator[duckdb.DuckDBPyConnection]:
    with generator() as connection:
        connection.execute("CALL dbgen(sf = 0.01)")
        yield connection


def test_tpch_declares_no_keys_and_the_import_says_so(tpch: duckdb.DuckDBPyConnection) -> None:
    made = imported(DuckDbCatalogue(tpch).read())
    assert missing(made) == {"KEY001": 8, "TIM001": 6}
    assert {item.reason for item in made.report.undecided} == {"no primary key"}


def test_tpch_with_its_keys_needs_times_only(tpch: duckdb.DuckDBPyConnection) -> None:
    made = imported(with_key_file(DuckDbCatalogue(tpch).read(), "tpch.keys.json"))
    assert missing(made) == {"TIM001": 6}
    assert made.report.undecided == ()


@pytest.mark.node
def test_tpch_answers_through_the_imported_model(tpch: duckdb.DuckDBPyConnection) -> None:
    made = imported(with_key_file(DuckDbCatalogue(tpch).read(), "tpch.keys.json"))
    document = without_measures_where_there_is_no_time(json.loads(made.document))
    assert lint(load(json.dumps(document))) == []
    for plan in compiled(generated(document)).plans.values():
        assert len(tpch.execute(plan.sql, plan.params).fetchall()) == 1


@pytest.mark.integration
def test_tpch_from_postgres_joins_as_the_document_that_was_written_by_hand(
    database_url: str,
) -> None:
    load_tpch(database_url)
    with open_postgres(database_url) as connection:
        made = import_source(
            PostgresCatalogue(connection).read(), SETTINGS, kinds=frozenset(SuggestionKind)
        )
    by_hand = join_graph(tpch_document().require())
    drafted = join_graph(load(made.document).require())

    def tables(graph: Any) -> Counter[tuple[str, str]]:
        return Counter(
            (
                graph.nodes[edge.origin].entity.source.table,
                graph.nodes[edge.target].entity.source.table,
            )
            for edges in graph.edges.values()
            for edge in edges
        )

    # The database declares no keys from lines straight to parts and suppliers, the document does;
    # and the document leaves out the one way from nations to regions that no role takes.
    different = Counter(
        {("public.lineitem", "public.part"): 1, ("public.lineitem", "public.supplier"): 1}
    )
    assert tables(by_hand) - tables(drafted) == different
    assert tables(drafted) - tables(by_hand) == Counter({("public.nation", "public.region"): 1})
    assert missing(made) == {"RLS001": 3}


@pytest.mark.integration
@pytest.mark.node
def test_a_hard_postgres_catalogue_compiles_and_its_sql_runs_where_it_came_from(
    database_url: str,
) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute((KEYS / "hard_catalogue.sql").read_bytes())
    with open_postgres(database_url) as reading:
        made = imported(PostgresCatalogue(reading).read(["sales", "Back Office"]))
    assert missing(made) == {"KEY001": 1, "TIM001": 1}

    document = without_measures_where_there_is_no_time(json.loads(made.document))
    for entity in document["entities"]:
        entity["keys"]["primary"] = entity["keys"]["primary"] or ["product_label", "changed_at"]
    assert lint(load(json.dumps(document))) == []
    plans = compiled(generated(document)).plans
    with psycopg.connect(database_url) as connection, psycopg.RawCursor(connection) as cursor:
        for plan in plans.values():
            cursor.execute(plan.sql.encode(), plan.params)


def test_tpcds_gives_every_meaning_of_a_date_a_role() -> None:
    with tpcds_tables() as connection:
        made = imported(with_key_file(DuckDbCatalogue(connection).read(), "tpcds.keys.json"))
    assert set(missing(made)) == {"TIM001"}
    assert made.report.undecided == ()
    relations = json.loads(made.document)["relations"]
    roles = {item.get("role") for item in relations if item["from"] == "web_sales"}
    assert {
        "web_sales_sold_date",
        "web_sales_ship_date",
        "web_sales_bill_customer",
        "web_sales_ship_customer",
    } <= roles


@pytest.mark.node
def test_tpcds_compiles_with_all_its_roles() -> None:
    with tpcds_tables() as connection:
        catalogue = with_key_file(DuckDbCatalogue(connection).read(), "tpcds.keys.json")
        made = generated(json.loads(imported(catalogue).document))
        assert len(made.cube_fps) == 184
        for plan in compiled(made).plans.values():
            connection.execute(plan.sql, plan.params)


@pytest.mark.node
@pytest.mark.parametrize("version", VERSIONS)
def test_a_dbt_project_compiles(version: int) -> None:
    orders = model(
        "orders",
        {
            "id": "bigint",
            "buyer_id": "bigint",
            "placed_at": "timestamptz",
            "amount": "numeric(10,2)",
            "status": "text",
        },
    )
    buyers = model("buyers", {"id": "bigint", "name": "text", "since": "date"})
    keys = [
        generic_test(kind, node, "id")
        for kind in ("unique", "not_null")
        for node in ("orders", "buyers")
    ]
    others = [
        generic_test("relationships", "orders", "buyer_id", to="ref('buyers')", field="id"),
        generic_test("accepted_values", "orders", "status", values=["open", "paid"]),
    ]
    over_orders = semantic(
        "orders",
        "orders",
        defaults={"agg_time_dimension": "placed_at"},
        dimensions=[{"name": "placed_at", "type": "time", "expr": None}],
        measures=[{"name": "turnover", "agg": "sum", "expr": "amount"}],
    )
    source = manifest(
        orders, buyers, *keys, *others, version=version, semantic_models={"a": over_orders}
    )
    made = imported(read_manifest(json.dumps(source)))

    assert lint(load(made.document)) == []
    assert made.report.undecided == ()
    assert compiled(generated(json.loads(made.document))).plans
