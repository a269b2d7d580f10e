import pytest

from metamodel.modelgen.closure import Index
from metamodel.modelgen.newer_planner import newer_members
from tests.golden.kitchen_sink import kitchen_plan
from tests.metamodel.modelgen.shop_model import planned

NEWER = newer_members(Index.of(kitchen_plan()))


@pytest.mark.parametrize(
    "name", ["median", "place_in_line", "by_status", "currency", "switched", "price", "stage"]
)
def test_grains_ranks_switches_and_filters_of_stages_are_beyond_the_older_one(name: str) -> None:
    assert f"orders.{name}" in NEWER


@pytest.mark.parametrize("name", ["total", "last_year", "grouped", "done", "size", "items_count"])
def test_the_older_one_runs_the_rest(name: str) -> None:
    assert f"orders.{name}" not in NEWER


def test_a_model_without_such_members_has_none() -> None:
    assert newer_members(Index.of(planned())) == frozenset()
