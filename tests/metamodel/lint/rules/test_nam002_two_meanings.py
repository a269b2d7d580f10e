from tests.metamodel.shop import CUSTOMER, places

TYPE = f"/entities/{CUSTOMER}/attributes/1/type"


def test_one_name_of_one_kind_is_right() -> None:
    assert places("NAM002", {TYPE: "text"}) == []


def test_another_kind_is_another_meaning() -> None:
    assert places("NAM002", {TYPE: "bigint"}) == [TYPE]
