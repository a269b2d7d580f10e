"""What a served model must be able to answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from orchestration.flows.smoke_model import smoke_model
from orchestration.ports.cube import Answer, Caller
from tests.fakes.cube import FakeCube
from tests.fakes.rollups import model

PROBES: dict[str, dict[str, Any]] = {
    "orders": {"measures": ["orders.count"]},
    "orders.by_day": {
        "measures": ["orders.count", "orders.secret"],
        "dimensions": ["orders.status"],
        "timeDimensions": [{"dimension": "orders.day", "granularity": "day"}],
    },
}
MODEL = replace(model(), probes=PROBES, hidden=frozenset({"orders.secret"}))


@dataclass
class LyingCube(FakeCube):
    """Gives other rows from the source than from rollups; keeps every query."""

    from_source: tuple[Mapping[str, Any], ...] = ()
    asked: list[tuple[Mapping[str, Any], Caller]] = field(default_factory=list)

    def load(self, query: Mapping[str, Any], caller: Caller) -> Answer:
        self.asked.append((query, caller))
        answer = super().load(query, caller)
        return Answer(self.from_source) if caller.source else answer


@pytest.fixture
def cube() -> LyingCube:
    rows = ({"orders.count": "3"}, {"orders.count": "4"})
    made = LyingCube(from_source=rows)
    made.serve(MODEL.version, MODEL.cube_fps, MODEL.rollups, rows)
    made.tables["fp-1", "2024-01-01"] = "preaggs.t"
    return made


def words(cube: FakeCube) -> dict[str, str]:
    return {item.name: item.words for item in smoke_model(MODEL, MODEL.version, cube)}


def test_a_model_that_answers_and_whose_rollups_equal_the_source_passes(cube: LyingCube) -> None:
    assert words(cube) == {"orders": "", "orders.by_day": ""}


def test_the_order_of_rows_does_not_matter(cube: LyingCube) -> None:
    cube.from_source = tuple(reversed(cube.from_source))

    assert words(cube)["orders.by_day"] == ""


def test_a_rollup_that_differs_from_its_source_is_told(cube: LyingCube) -> None:
    cube.from_source = ({"orders.count": "3"},)

    assert words(cube)["orders.by_day"] == "the rollup's rows differ from the source's"


def test_a_rollup_that_is_not_used_is_told() -> None:
    cube = FakeCube()
    cube.serve(MODEL.version, MODEL.cube_fps)

    assert words(cube)["orders.by_day"] == "not answered from the rollup"


class ByAnother(LyingCube):
    """Gives totals by year from somewhere else than the rollup: they are always the source's."""

    def load(self, query: Mapping[str, Any], caller: Caller) -> Answer:
        answer = super().load(query, caller)
        return Answer(self.from_source) if query.get("dimensions") == [] else answer


@pytest.mark.parametrize(
    ("from_source", "found"),
    [
        (({"orders.count": "3"},), "the rollup's rows differ from the source's"),
        (({"orders.count": "3"}, {"orders.count": "4"}), ""),
    ],
)
def test_totals_that_did_not_come_from_the_rollup_prove_nothing_of_it(
    from_source: tuple[Mapping[str, Any], ...], found: str
) -> None:
    rows = ({"orders.count": "3"}, {"orders.count": "4"})
    cube = ByAnother(from_source=from_source)
    cube.serve(MODEL.version, MODEL.cube_fps, MODEL.rollups, rows)
    cube.tables["fp-1", "2024-01-01"] = "preaggs.t"

    assert words(cube)["orders.by_day"] == found
    query, caller = cube.asked[-1]
    assert caller.source
    assert query["order"] == [["orders.day", "asc"], ["orders.status", "asc"]]


def test_errors_of_cube_are_outcomes(cube: LyingCube) -> None:
    cube.down = True

    assert {text[:8] for text in words(cube).values()} == {"CUBE-001"}
    outcomes = smoke_model(MODEL, MODEL.version, cube)
    assert not any(item.passed or item.proven for item in outcomes)


def test_hidden_members_are_never_asked_for_and_nothing_comes_from_caches(cube: LyingCube) -> None:
    smoke_model(MODEL, MODEL.version, cube)

    for query, caller in cube.asked:
        assert "orders.secret" not in query["measures"]
        assert query["cache"] == "no-cache"
        assert caller.version == MODEL.version


def test_totals_by_year_are_compared_with_the_source(cube: LyingCube) -> None:
    smoke_model(MODEL, MODEL.version, cube)

    query, caller = cube.asked[-1]
    assert caller.source
    assert query["dimensions"] == []
    assert query["timeDimensions"] == [{"dimension": "orders.day", "granularity": "year"}]
