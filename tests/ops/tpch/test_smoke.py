"""What `rampart cube smoke` asks, and what it holds the answers against."""

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from metamodel.modelgen.smoke import ColumnKind, SmokeColumn, SmokeQuery
from ops.stack.places import REPOSITORY
from ops.tpch import smoke
from ops.tpch.planned_answers import planned_rows
from ops.tpch.smoke import (
    published_answers,
    smoke_offline,
    smoke_queries,
    smoke_server,
)
from orchestration.ports.compiler import PlannedQuery
from orchestration.ports.publications import NothingPublished
from orchestration.settings import Settings
from tests.fakes.platform import FakePlatform
from tests.fakes.warehouse import FakeWarehouse
from tests.metamodel.modelgen.shop_model import ENGINE, generated
from tests.metamodel.shop import shop

DOCUMENT = REPOSITORY / "metamodel" / "documents" / "tpch.json"
REVENUE = "1193053.2253"  # the published answer of Q6
Q6 = {
    "name": "Q6",
    "query": {"measures": ["orders.revenue"]},
    "columns": [{"member": "orders.revenue", "kind": "exact"}],
    "answer": {"tpch": 6},
    "tenant_sql": "SELECT sum(price) FROM orders",
}


@pytest.fixture
def platform(monkeypatch: pytest.MonkeyPatch) -> FakePlatform:
    made = FakePlatform()
    monkeypatch.setattr(smoke, "compose", lambda _: made.composed)
    monkeypatch.setattr("orchestration.composition.cube_engine", lambda _: ENGINE)
    return made


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "shop.json"
    path.write_text(json.dumps(shop()))
    return path


def publish(platform: FakePlatform, rows: list[dict[str, Any]]) -> None:
    """Publish the shop; Cube answers every query with `rows`."""
    made = generated()
    platform.publish(made)
    platform.cube.serve(made.version, made.cube_fps, made.rollups, rows)


def know(document: Path, monkeypatch: pytest.MonkeyPatch, truth: str) -> FakeWarehouse:
    """Lay Q6 beside the document; plain SQL knows two tenants, whose answer is `truth`."""
    document.with_suffix(".smoke.json").write_text(json.dumps([Q6]))
    tenants = "SELECT DISTINCT tenant_id FROM public.customers ORDER BY 1"
    warehouse = FakeWarehouse(
        {tenants: [["ASIA"], ["EUROPE"]], str(Q6["tenant_sql"]): [[truth]]},
    )
    monkeypatch.setattr(smoke, "PostgresWarehouse", lambda _: warehouse)
    return warehouse


def failed(document: Path) -> dict[str, str]:
    outcomes, _ = smoke_server(document, Settings())
    return {item.name: item.words for item in outcomes if not item.passed}


def test_the_queries_with_known_answers_lie_beside_the_document(document: Path) -> None:
    assert smoke_queries(document) == ()

    document.with_suffix(".smoke.json").write_text(json.dumps([Q6]))

    (query,) = smoke_queries(document)
    assert (query.name, query.tpch) == ("Q6", 6)


def test_a_published_answer_is_that_of_the_query_named() -> None:
    (q6,) = [query for query in smoke_queries(DOCUMENT) if query.tpch == 6]

    assert [list(row) for row in published_answers()(q6)] == [[REVENUE]]


def test_a_planned_row_is_told_by_member() -> None:
    column = SmokeColumn("orders.revenue", ColumnKind.EXACT)
    query = SmokeQuery("Q", {}, (column,), 6, "")
    plan = PlannedQuery("SELECT 7 AS orders__revenue, $1 AS other", ("x",), ())

    with duckdb.connect() as tables:
        assert planned_rows(tables, plan, query) == [{"orders.revenue": 7, "other": "x"}]


@pytest.mark.node
def test_offline_every_probe_and_every_published_answer_holds() -> None:
    outcomes, engine = smoke_offline(DOCUMENT)

    assert [item for item in outcomes if not item.passed] == []
    assert {query.name for query in smoke_queries(DOCUMENT)} < {item.name for item in outcomes}
    assert engine


def test_a_document_without_known_answers_has_its_probes_asked(
    platform: FakePlatform, document: Path
) -> None:
    publish(platform, [{"orders.count": "3"}])

    outcomes, engine = smoke_server(document, Settings())

    assert [item.name for item in outcomes] == list(generated().probes)
    assert all(item.passed for item in outcomes)
    assert engine == ENGINE


def test_known_answers_are_asked_for_all_rows_and_for_each_tenant(
    platform: FakePlatform, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(platform, [{"orders.revenue": REVENUE}])
    warehouse = know(document, monkeypatch, REVENUE)

    outcomes, _ = smoke_server(document, Settings())

    names = [item.name for item in outcomes]
    assert names[-3:] == ["Q6", "Q6 as ASIA", "Q6 as EUROPE"]
    assert all(item.passed for item in outcomes)
    narrowed = [tables["orders"] for _, tables in warehouse.asked if tables]
    assert narrowed == [("tenant_id", "ASIA"), ("tenant_id", "EUROPE")]


def test_an_answer_that_is_not_the_published_one_is_told(
    platform: FakePlatform, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(platform, [{"orders.revenue": "1"}])
    know(document, monkeypatch, "1")

    wrong = failed(document)

    assert list(wrong) == ["Q6"]
    assert REVENUE in wrong["Q6"]


def test_a_tenant_who_sees_more_than_its_own_rows_is_told(
    platform: FakePlatform, document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(platform, [{"orders.revenue": REVENUE}])
    know(document, monkeypatch, "5")

    assert list(failed(document)) == ["Q6 as ASIA", "Q6 as EUROPE"]


def test_without_a_publication_nothing_is_asked(platform: FakePlatform, document: Path) -> None:
    with pytest.raises(NothingPublished, match="shop"):
        smoke_server(document, Settings())
