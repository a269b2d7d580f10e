"""Every key of the grammar through lint, generation and Cube's own compiler."""

import pytest

from metamodel.lint.runner import lint
from orchestration.adapters.compiler_node import NodeCompiler
from tests.golden.kitchen_sink import kitchen_model, kitchen_sink
from tests.golden.tpch_model import CUBE_MODELS


def test_it_has_no_findings() -> None:
    assert lint(kitchen_sink()) == []


@pytest.mark.node
def test_cubes_own_compiler_takes_all_of_it_and_shows_it() -> None:
    made = kitchen_model()
    compilation = NodeCompiler(CUBE_MODELS / "server").compile(made.files, made.probes)
    assert {cube["name"] for cube in compilation.meta} >= set(made.cube_fps)
    orders = next(cube for cube in compilation.meta if cube["name"] == "orders")
    by_name = {item["name"]: item for item in (*orders["measures"], *orders["dimensions"])}
    assert by_name["orders.status"]["meta"] == {
        "a": 1,
        "none": None,
        "list": [1, "two"],
        "deep": {"er": True},
    }
    assert by_name["orders.page"]["format"] == {"type": "link", "label": "Open"}
    assert [item["name"] for item in by_name["orders.user_link"]["links"]] == ["web", "board"]


def test_what_only_the_newer_planner_runs_is_not_asked_of_the_older_one() -> None:
    asked = kitchen_model().probes["orders"]
    assert "orders.total" in asked["measures"]
    assert "orders.last_year" in asked["measures"]
    beyond = {"median", "by_status", "place_in_line", "switched", "six_weeks_ago", "all_status"}
    assert not {f"orders.{name}" for name in beyond} & set(asked["measures"])
    assert not {"orders.currency", "orders.price", "orders.kept"} & set(asked["dimensions"])
