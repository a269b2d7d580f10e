from metamodel.modelgen.cube_plan import FilterPlan, PolicyPlan, Sql
from metamodel.modelgen.plan_policies import policies
from tests.metamodel.shop import COUNTRY, GONE, ORDER, model

OWN = FilterPlan("tenant_id", "equals", ("{ securityContext.tenant }",))


def test_tenants_see_their_rows_and_admins_all() -> None:
    shop = model()
    assert policies(shop.entities[ORDER], shop.defaults.tenancy) == (
        PolicyPlan(("admin",), (), ()),
        PolicyPlan(("analyst",), (), (OWN,)),
    )


def test_shared_rows_are_seen_by_both() -> None:
    shop = model()
    found = policies(shop.entities[COUNTRY], shop.defaults.tenancy)
    assert [item.groups for item in found] == [("admin",), ("analyst",)]
    assert all(item.filters == () for item in found)


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
    assert found.excludes == ("price",)
    assert isinstance(found.filters[0].values[0], Sql)
    assert not isinstance(found.filters[1].values[0], Sql)


def test_a_document_without_tenancy_has_open_cubes() -> None:
    shop = model({"/defaults/tenancy": GONE})
    assert policies(shop.entities[COUNTRY], None) == ()
