"""Queries planned by Cube's compiler and run in DuckDB: the smoke without a server."""

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.smoke import SmokeQuery
from orchestration.ports.compiler import Compilation, ModelCompiler, PlannedQuery

Rows = Sequence[Mapping[str, object]]
_FIRST = " first"


def plan_queries(
    model: GeneratedModel,
    compiler: ModelCompiler,
    queries: Sequence[SmokeQuery],
    tables: duckdb.DuckDBPyConnection,
) -> Compilation:
    """The model's probes and every query; one that wants another's figure is planned after it ran.

    Raises ModelRefused, CompilerUnavailable.
    """
    asked: dict[str, Mapping[str, Any]] = {**model.probes}
    for query in queries:
        if query.first:
            asked[f"{query.name}{_FIRST}"] = query.first.query
        else:
            asked[query.name] = query.query
    compilation = compiler.compile(model.files, asked)
    filled = {
        query.name: query.filled(_figure(tables, compilation, query))
        for query in queries
        if query.first
    }
    if not filled:
        return compilation
    second = compiler.compile(model.files, filled)
    plans = {**compilation.plans, **second.plans}
    return Compilation(compilation.meta, plans, compilation.engine)


def planned_rows(
    tables: duckdb.DuckDBPyConnection, plan: PlannedQuery, query: SmokeQuery
) -> list[Mapping[str, object]]:
    """Rows of a planned query, by member."""
    members = {column.alias: column.member for column in query.columns}
    cursor = tables.execute(plan.sql, list(plan.params))
    names = [members.get(item[0], item[0]) for item in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _figure(
    tables: duckdb.DuckDBPyConnection, compilation: Compilation, query: SmokeQuery
) -> object:
    plan = compilation.plans[f"{query.name}{_FIRST}"]
    ((figure,),) = tables.execute(plan.sql, list(plan.params)).fetchall()
    return figure
