from tests.metamodel.shop import ORDER, places

MEASURES = f"/entities/{ORDER}/measures"
TURNOVER = {"name": "turnover", "type": "sum", "expression": "{price}"}


def test_measures_that_differ_are_right() -> None:
    more = TURNOVER | {"filters": ["{is_big}"]}
    assert places("MEA006", {f"{MEASURES}/-": more}) == []


def test_the_same_under_another_name_is_found() -> None:
    assert places("MEA006", {f"{MEASURES}/-": TURNOVER}) == [f"{MEASURES}/5"]
