from tests.metamodel.shop import ORDER, places

COUNT, REVENUE = (f"/entities/{ORDER}/measures/{index}/aliases" for index in (0, 1))


def test_a_name_nobody_has_is_right() -> None:
    assert places("NAM004", {COUNT: ["orders_count"], REVENUE: ["turnover"]}) == []


def test_a_members_name_and_anothers_alias_are_taken() -> None:
    assert places("NAM004", {COUNT: ["n", "price"]}) == [f"{COUNT}/1"]
    assert places("NAM004", {COUNT: ["n"], REVENUE: ["n"]}) == [f"{REVENUE}/0"]
