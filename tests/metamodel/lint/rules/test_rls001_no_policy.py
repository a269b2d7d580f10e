from tests.metamodel.shop import CUSTOMER, GONE, ORDER, places


def test_defaults_and_an_attribute_are_enough() -> None:
    assert places("RLS001") == []


def test_tenants_without_defaults_are_refused() -> None:
    edits = {"/defaults/tenancy": GONE}
    assert places("RLS001", edits) == [
        f"/entities/{CUSTOMER}/tenancy",
        f"/entities/{ORDER}/tenancy",
    ]


def test_an_unknown_tenancy_column_is_refused() -> None:
    place = f"/entities/{ORDER}/tenancy/attribute"
    assert places("RLS001", {place: "nobody"}) == [place]


def test_an_empty_list_of_policies_is_refused() -> None:
    place = f"/entities/{ORDER}/access"
    assert places("RLS001", {place: []}) == [place]
