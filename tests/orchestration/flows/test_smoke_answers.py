"""Queries with known answers, put to a served model."""

import pytest

from metamodel.modelgen.smoke import ColumnKind, SmokeColumn, SmokeQuery
from orchestration.flows.smoke_answers import narrowed_tables, smoke_answers, tenant_truth
from orchestration.ports.cube import Caller
from tests.fakes.cube import FakeCube
from tests.fakes.warehouse import FakeWarehouse
from tests.metamodel.shop import model

QUERY = SmokeQuery(
    name="q1",
    query={"measures": ["orders.count"]},
    columns=(SmokeColumn("orders.count", ColumnKind.EXACT),),
    tpch=1,
    tenant_sql="SELECT count(*) FROM orders",
)
CALLER = Caller("shop-1")


@pytest.fixture
def cube() -> FakeCube:
    made = FakeCube()
    made.serve("shop-1", {}, rows=[{"orders.count": "3"}])
    return made


def test_the_expected_answer_passes(cube: FakeCube) -> None:
    (outcome,) = smoke_answers([QUERY], cube, CALLER, lambda _: [["3"]])

    assert outcome.passed
    assert outcome.name == "q1"


def test_another_answer_is_told_with_its_place(cube: FakeCube) -> None:
    (outcome,) = smoke_answers([QUERY], cube, CALLER, lambda _: [["4"]])

    assert outcome.words == "row 0, orders.count: expected '4', got '3'"


def test_of_many_differences_the_first_are_told(cube: FakeCube) -> None:
    cube.serve("shop-1", {}, rows=[{"orders.count": str(n)} for n in range(10)])
    wrong = [["-1"]] * 10

    (outcome,) = smoke_answers([QUERY], cube, CALLER, lambda _: wrong)

    assert outcome.words.count("expected") == 3


def test_cube_away_is_an_outcome_of_each_query(cube: FakeCube) -> None:
    cube.down = True

    outcomes = smoke_answers([QUERY, QUERY], cube, CALLER, lambda _: [])

    assert [item.words[:8] for item in outcomes] == ["CUBE-001", "CUBE-001"]


def test_the_truth_of_a_tenant_is_plain_sql_on_its_rows() -> None:
    warehouse = FakeWarehouse({QUERY.tenant_sql: [[3]]})

    truth = tenant_truth(warehouse, {"orders": ("tenant_id", "ASIA")})

    assert truth(QUERY) == [[3]]
    assert warehouse.asked == [(QUERY.tenant_sql, {"orders": ("tenant_id", "ASIA")})]


def test_a_statement_that_the_database_refuses_is_an_outcome(cube: FakeCube) -> None:
    (outcome,) = smoke_answers([QUERY], cube, CALLER, tenant_truth(FakeWarehouse({})))

    assert outcome.words.startswith("WH-001")


def test_only_tables_of_tenants_are_narrowed() -> None:
    assert narrowed_tables(model(), "ASIA") == {
        "customers": ("tenant_id", "ASIA"),
        "orders": ("tenant_id", "ASIA"),
    }
