from collections.abc import Iterator

import duckdb
import pytest

from metamodel.modelgen.probes import missed_rollups
from metamodel.modelgen.smoke import SmokeQuery, compare_rows, published_rows
from ops.tpch.offline import offline_tables
from ops.tpch.planned_answers import plan_queries, planned_rows
from orchestration.adapters.compiler_node import NodeCompiler
from orchestration.ports.compiler import Compilation
from tests.golden.tpch_data import TENANTS, published_answer
from tests.golden.tpch_model import CUBE_MODELS, tpch_model, tpch_queries

pytestmark = pytest.mark.node

QUERIES = tpch_queries()
by_name = pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)


@pytest.fixture(scope="module")
def compilation(database: duckdb.DuckDBPyConnection) -> Compilation:
    compiler = NodeCompiler(CUBE_MODELS / "server")
    return plan_queries(tpch_model(), compiler, QUERIES, database)


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with offline_tables() as connection:
        yield connection


def test_every_rollup_is_hit_by_its_probe(compilation: Compilation) -> None:
    made = tpch_model()
    used = {name: plan.used_rollups for name, plan in compilation.plans.items()}
    assert missed_rollups(made.probes, used) == ()
    assert {cube["name"] for cube in compilation.meta} == set(made.cube_fps)


@by_name
def test_cubes_sql_gives_the_published_answer(
    query: SmokeQuery, compilation: Compilation, database: duckdb.DuckDBPyConnection
) -> None:
    expected = published_rows(published_answer(database, query.tpch))
    actual = planned_rows(database, compilation.plans[query.name], query)
    assert [str(item) for item in compare_rows(expected, actual, query.columns)] == []


@by_name
def test_the_plain_sql_says_the_same(
    query: SmokeQuery, compilation: Compilation, database: duckdb.DuckDBPyConnection
) -> None:
    expected = database.execute(query.tenant_sql).fetchall()
    actual = planned_rows(database, compilation.plans[query.name], query)
    assert [str(item) for item in compare_rows(expected, actual, query.columns)] == []


def test_a_dropped_filter_is_noticed(
    compilation: Compilation, database: duckdb.DuckDBPyConnection
) -> None:
    query = next(item for item in QUERIES if item.name == "Q6")
    looser = {**query.query, "filters": []}
    plan = NodeCompiler(CUBE_MODELS / "server").compile(tpch_model().files, {"q": looser})
    expected = published_rows(published_answer(database, query.tpch))
    assert compare_rows(expected, planned_rows(database, plan.plans["q"], query), query.columns)


def test_composite_keys_are_counted_right_where_a_join_multiplies_rows() -> None:
    query = {"measures": ["partsupp.count"], "segments": ["lineitem.late"], "timezone": "UTC"}
    plan = NodeCompiler(CUBE_MODELS / "server").compile(tpch_model().files, {"q": query})
    truth = (
        "SELECT count(*) FROM partsupp WHERE EXISTS (SELECT 1 FROM lineitem WHERE"
        " l_partkey = ps_partkey AND l_suppkey = ps_suppkey AND l_commitdate < l_receiptdate)"
    )
    with offline_tables() as database:
        planned = database.execute(plan.plans["q"].sql, list(plan.plans["q"].params)).fetchall()
        assert planned == database.execute(truth).fetchall() == [(7930,)]


def test_every_tenants_rows_belong_to_it(database: duckdb.DuckDBPyConnection) -> None:
    for table in ("customer", "orders", "lineitem"):
        found = database.execute(f"SELECT DISTINCT tenant_id FROM {table} ORDER BY 1").fetchall()
        assert tuple(name for (name,) in found) == TENANTS
