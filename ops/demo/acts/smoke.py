"""Act e: all 22 queries of TPC-H through the generated model, for all and for each tenant."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from ops.demo.stage import Stage
from ops.demo.telling import Line, require
from ops.tpch.smoke import published_answers, smoke_queries
from orchestration.flows.prepare_model import lint_document
from orchestration.flows.smoke_answers import narrowed_tables, smoke_answers, tenant_truth
from orchestration.flows.smoke_model import SmokeOutcome

ALL = 22
_LIMITS = itertools.count(40_000)  # far beyond any answer
_CHANGE = """
UPDATE lineitem SET l_quantity = l_quantity + %s
WHERE (l_orderkey, l_linenumber) = (SELECT l_orderkey, l_linenumber FROM lineitem
    WHERE l_shipdate < '1998-01-01' ORDER BY l_orderkey, l_linenumber LIMIT 1)
"""


def tell_smoke(stage: Stage) -> Iterator[Line]:
    """Published answers, then each tenant against plain SQL, then a changed row."""
    listed = stage.platform.build.cube.cube_fps(stage.caller())
    queries = smoke_queries(stage.settings.metamodel)
    outcomes = _published(stage)
    _require_all(outcomes)
    require(len(queries) == ALL, f"{len(queries)} queries")
    yield Line(
        "e1",
        "asks /v1/meta and all 22 TPC-H queries through the generated model",
        f"{len(listed)} cubes listed; {', '.join(item.name for item in outcomes)} equal the"
        " published answers, digit for digit",
    )
    tenants = [name for (name,) in stage.sql("SELECT DISTINCT tenant_id FROM customer ORDER BY 1")]
    closed = sum(query.closed_to_tenants for query in queries) * len(tenants)
    model = lint_document(stage.source)[0].require()

    def ask_as(tenant: str) -> int:
        truth = tenant_truth(stage.warehouse, narrowed_tables(model, tenant))
        found = smoke_answers(queries, stage.platform.build.cube, stage.caller(tenant), truth)
        _require_all(found, tenant)
        return len(found)

    with ThreadPoolExecutor(len(tenants)) as pool:  # all at once, as they would come
        count = sum(pool.map(ask_as, tenants))
    yield Line(
        "e2",
        "asks the same as each tenant",
        f"{count - closed} answers for {len(tenants)} tenants equal plain SQL on that tenant's"
        f" rows; {closed} questions about everybody's rows give them no figure",
    )
    yield _changed_row(stage)


def _changed_row(stage: Stage) -> Line:
    stage.sql(_CHANGE, 1)
    # Cube may hand out for ten seconds what it answered last, so each look asks in new words.
    try:
        wrong = stage.wait(lambda: _wrong(stage), bool, "a query that notices the changed row", 30)
    finally:
        stage.sql(_CHANGE, -1)
    stage.wait(lambda: _wrong(stage), lambda left: not left, "green with the row put back", 30)
    return Line(
        "e3",
        "changes one row behind Cube's back",
        f"the smoke turned red and named {', '.join(item.name for item in wrong)};"
        " green again with the row put back",
    )


def _wrong(stage: Stage) -> list[SmokeOutcome]:
    return [item for item in _published(stage) if not item.passed]


def _published(stage: Stage) -> tuple[SmokeOutcome, ...]:
    limit = next(_LIMITS)
    asked = smoke_queries(stage.settings.metamodel)
    queries = [replace(item, query={"limit": limit, **item.query}) for item in asked]
    cube = stage.platform.build.cube
    return smoke_answers(queries, cube, stage.caller(), published_answers())


def _require_all(outcomes: tuple[SmokeOutcome, ...], tenant: str = "") -> None:
    wrong = [f"{tenant} {item.name}: {item.words}" for item in outcomes if not item.passed]
    require(not wrong, "; ".join(wrong))
