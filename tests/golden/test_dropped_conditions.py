"""Each condition of each TPC-H query decides: without it the published answer is missed."""

from collections.abc import Mapping
from typing import Any

import pytest

from metamodel.modelgen.smoke import SmokeQuery, compare_rows, published_rows
from ops.tpch.offline import offline_tables
from ops.tpch.planned_answers import plan_queries, planned_rows
from orchestration.adapters.compiler_node import NodeCompiler
from orchestration.ports.compiler import ModelRefused, PlannedQuery
from tests.golden.dropped_conditions import without_one
from tests.golden.tpch_data import published_answer
from tests.golden.tpch_model import CUBE_MODELS, tpch_model, tpch_queries

BIGGER = {
    "Q8",
    "Q16",
    "Q17",
    "Q19",
    "Q20",
}  # at scale factor 0.01 their answers are zeros, or too few
ALWAYS_TRUE = {  # the benchmark's own: sizes and quantities begin at 1
    "Q19 filters 2 or 0 and 2 lineitem.line_quantity",
    "Q19 filters 2 or 0 and 4 part.size",
    "Q19 filters 2 or 1 and 4 part.size",
    "Q19 filters 2 or 2 and 4 part.size",
}
UNNOTICED = {
    0.01: set(),
    # All of Canada's stock of these parts is more than half of what was shipped.
    0.1: {"Q20 filters 2 partsupp.is_overstocked"},
}


@pytest.mark.node
@pytest.mark.parametrize("scale", [0.01, 0.1])
def test_every_dropped_condition_is_noticed_but_those_named(scale: float) -> None:
    queries = [item for item in tpch_queries() if (item.name in BIGGER) == (scale > 0.01)]
    compiler, model = NodeCompiler(CUBE_MODELS / "server"), tpch_model()
    with offline_tables(scale) as tables:
        whole = plan_queries(model, compiler, queries, tables)
        answers = {
            query.name: published_rows(published_answer(tables, query.tpch, scale))
            for query in queries
        }

        def wrong(query: SmokeQuery, plan: PlannedQuery) -> bool:
            rows = planned_rows(tables, plan, query)
            return bool(compare_rows(answers[query.name], rows, query.columns))

        assert [query.name for query in queries if wrong(query, whole.plans[query.name])] == []
        dropped = _dropped(queries)
        asked = {name: smaller for name, (_, smaller) in dropped.items()}
        plans = _planned(compiler, model.source_files, asked)
        unnoticed = {name for name in plans if not wrong(dropped[name][0], plans[name])}
    assert unnoticed - ALWAYS_TRUE == UNNOTICED[scale]


def _planned(
    compiler: NodeCompiler, files: Mapping[str, str], asked: Mapping[str, Mapping[str, Any]]
) -> Mapping[str, PlannedQuery]:
    """The plans of those that Cube can plan at all; one that it refuses is noticed."""
    try:
        return compiler.compile(files, asked).plans
    except ModelRefused as refused:
        bad = {fault.removeprefix("query ").partition(":")[0] for fault in refused.faults}
        rest = {name: query for name, query in asked.items() if name not in bad}
        return compiler.compile(files, rest).plans


def _dropped(queries: list[SmokeQuery]) -> dict[str, tuple[SmokeQuery, Mapping[str, Any]]]:
    """Of queries that are one load."""
    return {
        f"{query.name} {words}": (query, smaller)
        for query in queries
        if query.first is None
        for words, smaller in without_one(query.query)
    }
