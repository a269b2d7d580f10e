from tests.metamodel.shop import ORDER, places

PARTITION = f"/entities/{ORDER}/preAggregations/0/partition"


def test_some_dozen_months_are_right() -> None:
    assert places("PRE007") == []


def test_hours_over_years_are_refused() -> None:
    assert places("PRE007", {PARTITION: "hour"}) == [PARTITION]


def test_ten_thousand_days_are_right_and_one_more_is_refused() -> None:
    days = {PARTITION: "day", "/defaults/extent/start": "2000-01-01"}
    assert places("PRE007", {**days, "/defaults/extent/end": "2027-05-18"}) == []
    assert places("PRE007", {**days, "/defaults/extent/end": "2027-05-19"}) == [PARTITION]
