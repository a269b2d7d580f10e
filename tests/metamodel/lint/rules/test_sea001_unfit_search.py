from tests.metamodel.shop import COUNTRY, places

NAME = f"/entities/{COUNTRY}/attributes/1/searchable"
KEY = f"/entities/{COUNTRY}/attributes/0/searchable"


def test_texts_are_searched_in_every_way() -> None:
    for way in ("exact", "prefix", "fulltext"):
        assert places("SEA001", {NAME: way}) == []


def test_others_are_searched_exactly() -> None:
    assert places("SEA001", {KEY: "exact"}) == []
    for way in ("prefix", "fulltext"):
        assert places("SEA001", {KEY: way}) == [KEY]
