from metamodel.modelgen.plan_policies import EVERYTHING, policies
from metamodel.modelgen.policy_plan import ALL, ConditionPlan, MembersPlan, PolicyPlan, RowsPlan
from metamodel.modelgen.sql import Sql
from tests.metamodel.shop import COUNTRY, GONE, ORDER, model

OPEN = {"member": "status", "operator": "equals", "values": ["open"]}
OWN = ConditionPlan("tenant_id", "equals", ("{ securityContext.tenant }",))


def test_tenants_see_their_rows_and_admins_all() -> None:
    shop = model()
    assert policies(shop.entities[ORDER], shop.defaults.tenancy) == (
        PolicyPlan(("admin",), MembersPlan(ALL), EVERYTHING),
        PolicyPlan(("analyst",), MembersPlan(ALL), RowsPlan(filters=(OWN,))),
    )


def test_shared_rows_are_seen_by_both() -> None:
    shop = model()
    found = policies(shop.entities[COUNTRY], shop.defaults.tenancy)
    assert [item.groups for item in found] == [("admin",), ("analyst",)]
    assert all(item.row_level == EVERYTHING for item in found)


def test_the_claim_is_a_reference_and_fixed_values_are_text() -> None:
    stated = {
        "groups": ["analyst"],
        "filters": [
            {"member": "tenant_id", "operator": "equals", "claim": "tenant"},
            {"member": "status", "operator": "equals", "values": ["{x}"]},
        ],
        "excludes": ["price"],
    }
    shop = model({f"/entities/{ORDER}/access": [stated]})
    (found,) = policies(shop.entities[ORDER], shop.defaults.tenancy)
    assert found.member_level == MembersPlan(ALL, ("price",))
    filters = found.row_level.filters
    assert isinstance(filters[0].values[0], Sql)
    assert not isinstance(filters[1].values[0], Sql)


def test_a_document_without_tenancy_has_open_cubes() -> None:
    shop = model({"/defaults/tenancy": GONE})
    assert policies(shop.entities[COUNTRY], None) == ()


def test_a_claim_that_is_a_list_is_an_expression_and_conditions_may_nest() -> None:
    stated = {
        "groups": ["analyst"],
        "conditions": ["{ securityContext.ok }"],
        "includes": ["status"],
        "masking": {"excludes": ["price"]},
        "filters": [
            {"member": "status", "operator": "in", "claim": "states"},
            {"or": [{"member": "status", "operator": "set"}, {"and": [OPEN, OPEN]}]},
        ],
    }
    shop = model({f"/entities/{ORDER}/access": [stated]})
    (found,) = policies(shop.entities[ORDER], shop.defaults.tenancy)
    listed, either = found.row_level.filters
    assert listed.values == Sql("securityContext.states")
    assert [item.member for item in either.or_] == ["status", None]
    assert len(either.or_[1].and_) == len([OPEN, OPEN])
    assert found.conditions[0].if_ == "{ securityContext.ok }"
    assert found.member_level == MembersPlan(("status",))
    assert found.member_masking == MembersPlan(ALL, ("price",))
