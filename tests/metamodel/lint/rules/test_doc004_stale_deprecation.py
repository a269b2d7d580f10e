from tests.metamodel.shop import COUNTRY, ORDER, places

REVENUE = f"/entities/{ORDER}/measures/1/deprecated"
ENTITY = f"/entities/{COUNTRY}/deprecated"


def test_a_successor_that_exists_is_right() -> None:
    assert places("DOC004", {REVENUE: {"since": "1.0.0", "replacement": "count"}}) == []
    later = {"since": "1.0.0", "replacement": "product", "removeIn": "2.0.0"}
    assert places("DOC004", {ENTITY: later}) == []


def test_one_that_does_not_is_found() -> None:
    for place in (REVENUE, ENTITY):
        edits = {place: {"since": "1.0.0", "replacement": "nothing"}}
        assert places("DOC004", edits) == [f"{place}/replacement"]


def test_what_should_be_gone_is_found() -> None:
    over = {"since": "0.1.0", "removeIn": "1.0.0"}
    assert places("DOC004", {REVENUE: over}) == [f"{REVENUE}/removeIn"]
    view = {"name": "desk", "cubes": [{"path": "order"}], "deprecated": over}
    assert places("DOC004", {"/views": [view]}) == ["/views/0/deprecated/removeIn"]
