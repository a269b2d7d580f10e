from tests.metamodel.shop import COUNTRY, GONE, ORDER, places


def test_an_entity_that_names_its_time_is_right() -> None:
    assert places("TIM001") == []


def test_measures_without_a_time_are_refused() -> None:
    assert places("TIM001", {f"/entities/{COUNTRY}/time": GONE}) == [f"/entities/{COUNTRY}"]


def test_an_entity_without_measures_needs_no_time() -> None:
    place = f"/entities/{COUNTRY}"
    assert places("TIM001", {f"{place}/time": GONE, f"{place}/measures": []}) == []


def test_a_time_has_to_be_a_time() -> None:
    place = f"/entities/{COUNTRY}/time/dimension"
    assert places("TIM001", {place: "name"}) == [place]
    assert places("TIM001", {place: "nothing"}) == [place]


def test_a_partitioned_time_may_not_be_null() -> None:
    edits = {f"/entities/{ORDER}/attributes/3/nullable": True}
    assert places("TIM001", edits) == [f"/entities/{ORDER}/preAggregations/0/time/dimension"]
