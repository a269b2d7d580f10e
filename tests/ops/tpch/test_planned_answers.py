import pytest

from ops.tpch.offline import offline_tables
from ops.tpch.planned_answers import plan_queries, planned_rows
from orchestration.adapters.compiler_node import NodeCompiler
from tests.golden.tpch_model import CUBE_MODELS, tpch_model, tpch_queries


@pytest.mark.node
def test_a_query_that_wants_anothers_figure_is_planned_with_it() -> None:
    (query,) = (item for item in tpch_queries() if item.name == "Q22")
    with offline_tables() as tables:
        compiler = NodeCompiler(CUBE_MODELS / "server")
        plans = plan_queries(tpch_model(), compiler, [query], tables).plans
        assert "{first}" not in "".join(map(str, plans["Q22"].params))
        codes = [row["customer.country_code"] for row in planned_rows(tables, plans["Q22"], query)]
    assert codes == sorted(map(str, codes))
    assert "13" in codes
