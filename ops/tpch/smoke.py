"""`rampart cube smoke`: published answers, tenants against plain SQL, rollups against source."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.smoke import SmokeQuery, compare_rows, load_smoke
from ops.tpch.generator import answers
from ops.tpch.offline import offline_tables
from ops.tpch.planned_answers import plan_queries, planned_rows
from orchestration.adapters.compiler_node import NodeCompiler
from orchestration.adapters.postgres import Postgres
from orchestration.adapters.warehouse_postgres import PostgresWarehouse
from orchestration.composition import compose, model_source
from orchestration.flows.prepare_model import generate_model, lint_document
from orchestration.flows.smoke_answers import (
    Expected,
    narrowed_tables,
    smoke_answers,
    tenant_truth,
)
from orchestration.flows.smoke_model import SmokeOutcome, smoke_model
from orchestration.ports.compiler import PlannedQuery
from orchestration.ports.cube import Caller
from orchestration.ports.publications import NothingPublished
from orchestration.settings import Settings

Outcomes = tuple[SmokeOutcome, ...]


def smoke_queries(document: Path) -> tuple[SmokeQuery, ...]:
    """The queries with known answers that lie beside a document; none if there is no such file."""
    path = document.with_suffix(".smoke.json")
    return load_smoke(path.read_text(encoding="utf-8")) if path.is_file() else ()


def published_answers() -> Expected:
    """TPC-H's own answers at scale factor 0.01."""
    known = answers()
    return lambda query: known[query.tpch]


def smoke_server(document: Path, settings: Settings) -> tuple[Outcomes, str]:
    """Every probe and every known answer on the version that serves; outcomes, Cube's planner.

    Raises NothingPublished, and DocumentRefused for a document with a blocking finding.
    """
    platform = compose(settings)
    model = generate_model(model_source(settings.model_copy(update={"metamodel": document})))
    current = platform.publications.current(model.name)
    if current is None:
        raise NothingPublished(model.name)
    cube, queries = platform.build.cube, smoke_queries(document)
    outcomes = list(smoke_model(model, current.version, cube))
    outcomes += smoke_answers(queries, cube, Caller(current.version), published_answers())
    if queries:
        outcomes += _tenants(document, queries, current.version, settings)
    return tuple(outcomes), model.engine


def smoke_offline(document: Path) -> tuple[Outcomes, str]:
    """Cube's compiler plans every query, DuckDB runs the SQL on generated data."""
    settings = Settings(metamodel=document)
    model = generate_model(model_source(settings))
    queries = smoke_queries(document)
    truth = published_answers()
    with offline_tables() as tables:
        compilation = plan_queries(model, NodeCompiler(settings.cube_server), queries, tables)
        outcomes = [
            SmokeOutcome(name, _missed(name, compilation.plans[name])) for name in model.probes
        ]
        for query in queries:
            found = planned_rows(tables, compilation.plans[query.name], query)
            wrong = compare_rows(truth(query), found, query.columns)
            outcomes.append(SmokeOutcome(query.name, "; ".join(map(str, wrong[:3]))))
    return tuple(outcomes), compilation.engine


def _missed(name: str, plan: PlannedQuery) -> str:
    if "." in name and name not in plan.used_rollups:
        return "its own probe is not answered from the rollup"
    return ""


def _tenants(
    document: Path, queries: Sequence[SmokeQuery], version: str, settings: Settings
) -> Outcomes:
    cube = compose(settings).build.cube
    warehouse = PostgresWarehouse(Postgres(settings.database_url.get_secret_value()))
    source = model_source(settings.model_copy(update={"metamodel": document}))
    model = lint_document(source)[0].require()
    groups = model.defaults.tenancy.tenant_groups if model.defaults.tenancy else ()
    outcomes: list[SmokeOutcome] = []
    for tenant in _tenant_names(model, warehouse):
        caller = Caller(version, groups=tuple(groups), tenant_id=tenant)
        truth = tenant_truth(warehouse, narrowed_tables(model, tenant))
        found = smoke_answers(queries, cube, caller, truth)
        outcomes += [replace(item, name=f"{item.name} as {tenant}") for item in found]
    return tuple(outcomes)


def _tenant_names(model: Metamodel, warehouse: PostgresWarehouse) -> list[str]:
    tables = narrowed_tables(model, "")
    table, (column, _) = next(iter(tables.items()))
    rows = warehouse.rows(f"SELECT DISTINCT {column} FROM public.{table} ORDER BY 1")  # noqa: S608
    return [str(name) for (name,) in rows]
