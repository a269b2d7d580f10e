"""Queries with known answers, put to a served model."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from metamodel.modelgen.smoke import ColumnKind, FirstLoad, SmokeColumn, SmokeQuery
from orchestration.flows.smoke_answers import narrowed_tables, smoke_answers, tenant_truth
from orchestration.ports.cube import Answer, Caller, CubeRefused
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


class TwoLoads(FakeCube):
    """Gives a figure first, then rows; remembers what it was asked."""

    def __init__(self, figure: str | None) -> None:
        super().__init__()
        self.figure = figure
        self.asked: list[Mapping[str, Any]] = []

    def load(self, query: Mapping[str, Any], caller: Caller) -> Answer:
        self.asked.append(query)
        first = query["measures"] == ["orders.average"]
        return Answer(({"orders.average" if first else "orders.count": self.figure or None},))


SECOND = replace(
    QUERY,
    query={"measures": ["orders.count"], "filters": [{"values": ["{first}"]}]},
    first=FirstLoad({"measures": ["orders.average"]}, "orders.average"),
)


def test_a_query_filters_by_the_figure_of_another() -> None:
    cube = TwoLoads("5.5")
    (outcome,) = smoke_answers([SECOND], cube, CALLER, lambda _: [["5.5"]])
    assert outcome.passed
    assert cube.asked[1]["filters"] == [{"values": ["5.5"]}]


def test_where_there_is_no_figure_the_second_is_not_asked() -> None:
    cube = TwoLoads(None)
    (outcome,) = smoke_answers([SECOND], cube, CALLER, lambda _: [])
    assert outcome.passed
    assert len(cube.asked) == 1


CLOSED = replace(QUERY, closed_to_tenants=True)
TENANT = Caller("shop-1", groups=("analyst",), tenant_id="ASIA")


@pytest.mark.parametrize(
    ("rows", "passes"),
    [([], True), ([{"orders.count": None}], True), ([{"orders.count": "0"}], False)],
)
def test_what_is_closed_to_tenants_shows_them_no_figure(
    cube: FakeCube, rows: list[dict[str, Any]], *, passes: bool
) -> None:
    cube.serve("shop-1", {}, rows=rows)
    (outcome,) = smoke_answers([CLOSED], cube, TENANT, lambda _: [["9"]])
    assert outcome.passed is passes


def test_a_refusal_is_as_good_and_a_cube_that_is_away_is_not() -> None:
    class Refusing(FakeCube):
        def load(self, query: Mapping[str, Any], caller: Caller) -> Answer:
            raise CubeRefused("load", "hidden member")

    (refused,) = smoke_answers([CLOSED], Refusing(), TENANT, lambda _: [])
    assert refused.passed
    away = FakeCube()
    away.down = True
    (outcome,) = smoke_answers([CLOSED], away, TENANT, lambda _: [])
    assert not outcome.passed


def test_an_administrator_is_asked_as_ever(cube: FakeCube) -> None:
    (outcome,) = smoke_answers([CLOSED], cube, CALLER, lambda _: [["3"]])
    assert outcome.passed
