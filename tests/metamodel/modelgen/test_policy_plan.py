from metamodel.modelgen.block import emitted
from metamodel.modelgen.policy_plan import ALL, IfPlan, MembersPlan, PolicyPlan, RowsPlan
from metamodel.modelgen.sql import Sql


def test_all_members_are_said_out_loud_and_conditions_are_ifs() -> None:
    policy = PolicyPlan(
        ("a",), MembersPlan(ALL), RowsPlan(allow_all=True), conditions=(IfPlan(Sql("{x}")),)
    )
    assert emitted(policy) == {
        "groups": ["a"],
        "member_level": {"includes": "*"},
        "row_level": {"allow_all": True},
        "conditions": [{"if": "{x}"}],
    }
