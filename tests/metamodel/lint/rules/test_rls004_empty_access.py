from tests.metamodel.shop import COUNTRY, places


def test_no_access_is_the_documents_and_right() -> None:
    assert places("RLS004") == []


def test_an_empty_one_of_a_shared_entity_is_refused() -> None:
    place = f"/entities/{COUNTRY}/access"
    assert places("RLS004", {place: []}) == [place]


def test_an_empty_one_of_a_view_is_refused() -> None:
    view = {"name": "desk", "cubes": [{"path": "order"}], "access": []}
    assert places("RLS004", {"/views": [view]}) == ["/views/0/access"]
