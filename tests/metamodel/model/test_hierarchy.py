from metamodel.model.hierarchy import Hierarchy


def test_levels_keep_their_order() -> None:
    found = Hierarchy.model_validate_json('{"name": "h", "levels": ["country", "city"]}')
    assert found.levels == ("country", "city")
    assert found.public
