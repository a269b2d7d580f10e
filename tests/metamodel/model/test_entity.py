from tests.metamodel.shop import COUNTRY, ORDER, model


def test_members_are_found_by_name_and_kind() -> None:
    order = model().entities[ORDER]
    assert order.attribute("price") is order.dimension("price")
    assert order.attribute("is_big") is None
    assert order.dimension("is_big") is order.computed[0]
    assert order.measure("count") is order.measures[0]
    assert order.segment("open") is order.segments[0]
    assert order.segment("count") is None


def test_tenants_own_what_has_a_tenancy_column() -> None:
    assert model().entities[ORDER].tenant_owned
    assert not model().entities[COUNTRY].tenant_owned
