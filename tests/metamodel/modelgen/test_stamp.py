from metamodel.modelgen.cube_plan import CubePlan, JoinPlan
from metamodel.modelgen.sql import Sql
from metamodel.modelgen.stamp import stamped, stamped_view
from metamodel.modelgen.view_plan import ViewPlan


def test_a_cube_says_whose_it_is_what_it_is_and_where_it_joins_to() -> None:
    cube = CubePlan("orders", "order", "t", joins=(JoinPlan("users", "many_to_one", Sql("x")),))
    stamp = {"entity": "order", "cube_fp": "f", "joins_to": ["users"]}
    assert stamped(cube, "f").meta == {"rampart": stamp}


def test_what_the_document_says_itself_stays_beside_it() -> None:
    assert stamped(CubePlan("a", "a", "t", meta={"x": 1}), "f").meta == {
        "x": 1,
        "rampart": {"entity": "a", "cube_fp": "f"},
    }
    assert stamped_view(ViewPlan("v"), "f").meta == {"rampart": {"cube_fp": "f"}}
