from tests.metamodel.shop import CUSTOMER, places

PLACE = f"/entities/{CUSTOMER}"
NAME, KEY, TENANT = (f"{PLACE}/attributes/{index}/editable" for index in (1, 0, 3))
VERSION = {f"{PLACE}/versioning": {"column": "version"}}


def test_an_entity_with_a_version_may_be_edited() -> None:
    assert places("KEY002", {NAME: "always", **VERSION}) == []


def test_one_without_may_not() -> None:
    assert places("KEY002", {NAME: "onCreate"}) == [NAME]


def test_keys_tenants_and_versions_stay() -> None:
    for place in (KEY, TENANT):
        assert places("KEY002", {place: "always", **VERSION}) == [place]
        assert places("KEY002", {place: "onCreate", **VERSION}) == []
    own = {f"{PLACE}/versioning": {"column": "name"}}
    assert places("KEY002", {NAME: "always", **own}) == [NAME]
