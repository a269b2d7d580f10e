import pytest

from metamodel.modelgen.closure import Index
from metamodel.modelgen.newer_planner import needs_newer_planner
from tests.golden.kitchen_sink import kitchen_plan

INDEX = Index.of(kitchen_plan())


@pytest.mark.parametrize(
    "name", ["median", "place_in_line", "by_status", "currency", "switched", "price", "stage"]
)
def test_grains_ranks_switches_and_filters_of_stages_are_beyond_the_older_one(name: str) -> None:
    assert needs_newer_planner(INDEX, f"orders.{name}")


@pytest.mark.parametrize("name", ["total", "last_year", "grouped", "done", "size", "items_count"])
def test_the_older_one_runs_the_rest(name: str) -> None:
    assert not needs_newer_planner(INDEX, f"orders.{name}")


def test_what_does_not_exist_is_left_to_the_planner_to_say() -> None:
    assert not needs_newer_planner(INDEX, "orders.nothing")
