from tests.metamodel.shop import ORDER, places

CUSTOMER_ID = f"/entities/{ORDER}/attributes/1/nullable"
PRODUCT_ID = f"/entities/{ORDER}/attributes/2/nullable"


def test_a_required_partner_is_right() -> None:
    assert places("RLS003") == []


def test_an_optional_one_of_tenants_loses_rows() -> None:
    assert places("RLS003", {CUSTOMER_ID: True}) == ["/relations/1/on/0"]


def test_an_optional_shared_one_loses_none() -> None:
    assert places("RLS003", {PRODUCT_ID: True}) == []
