from tests.metamodel.shop import ORDER, places

TIME = f"/entities/{ORDER}/preAggregations/0/time/granularity"
WINDOW = f"/entities/{ORDER}/measures/1/rollingWindow"
OWN = {
    f"/entities/{ORDER}/attributes/3/granularities": [
        {"name": "fortnight", "interval": "2 week", "origin": "2024-01-01"}
    ]
}


def test_cubes_own_and_the_dimensions_own_are_right() -> None:
    assert places("GRA002") == []
    assert places("GRA002", {TIME: "fortnight", **OWN}) == []


def test_others_are_refused() -> None:
    assert places("GRA002", {TIME: "fortnight"}) == [TIME]


def test_windows_end_with_a_granularity_too() -> None:
    window = {"type": "to_date", "granularity": "fortnight"}
    assert places("GRA002", {WINDOW: window}) == [f"{WINDOW}/granularity"]
    assert places("GRA002", {WINDOW: window, **OWN}) == []
