from tests.metamodel.shop import CUSTOMER, places

KEY = {f"/entities/{CUSTOMER}/keys/primary": ["tenant_id", "id"]}
ON = "/relations/1/on"


def test_keys_of_the_whole_table_are_right() -> None:
    assert places("RLS006") == []


def test_keys_within_a_tenant_want_the_tenant() -> None:
    assert places("RLS006", KEY) == [ON]
    pair = {"from": "tenant_id", "to": "tenant_id"}
    assert places("RLS006", {**KEY, f"{ON}/-": pair}) == []
