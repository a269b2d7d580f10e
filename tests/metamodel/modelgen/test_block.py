from typing import Any

import yaml

from metamodel.modelgen.block import as_block, emitted
from metamodel.modelgen.cube_plan import CubePlan
from metamodel.modelgen.member_plan import CasePlan, ElsePlan, GrainPlan, MeasurePlan, WhenPlan
from metamodel.modelgen.policy_plan import ConditionPlan
from metamodel.modelgen.sql import Sql


def test_fields_are_keys_and_defaults_are_left_out() -> None:
    plan = MeasurePlan("count", "count", public=False)
    assert as_block([plan], 2) == "  - name: count\n    type: count\n    public: false\n"


def test_lists_nest_and_words_that_python_reserves_lose_their_underscore() -> None:
    euro = WhenPlan(value="EUR", sql=Sql("{CUBE}.a"))
    case = CasePlan((euro,), Sql("{CUBE.c}"), ElsePlan(Sql("1")))
    assert yaml.safe_load(as_block(case, 0)) == {
        "when": [{"value": "EUR", "sql": "{CUBE}.a"}],
        "switch": "{CUBE.c}",
        "else": {"sql": "1"},
    }
    either = ConditionPlan(or_=(ConditionPlan("a", "set"),))
    assert as_block(either, 0) == "or:\n  - member: a\n    operator: set\n"


def test_what_is_ours_alone_is_not_written() -> None:
    cube = CubePlan("a", "entity", "t", tenancy_member="x")
    assert as_block(cube, 0) == "name: a\nsql_table: t\n"
    assert emitted(cube) == {"name": "a", "sql_table": "t"}


def test_free_values_keep_their_types_and_their_emptiness() -> None:
    meta: dict[str, Any] = {
        "n": None,
        "yes": "yes",
        "list": [],
        "map": {},
        "deep": [{"a": 1.5}],
        "Ü b": True,
    }
    assert yaml.safe_load(as_block({"meta": meta}, 4)) == {"meta": meta}


def test_an_empty_list_that_says_something_is_written() -> None:
    assert as_block({"grain": GrainPlan(keep_only=())}, 0) == "grain:\n  keep_only: []\n"
    assert as_block({"grain": GrainPlan()}, 0) == "grain: {}\n"


def test_a_field_that_is_added_at_its_default_changes_no_fingerprint() -> None:
    assert emitted(MeasurePlan("count", "count")) == {"name": "count", "type": "count"}
