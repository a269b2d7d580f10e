"""The entities of the metamodels that serve."""

from pathlib import Path

import pytest

from metamodel.model.load import load
from ops.tpch.served import serve_tpch
from presence_api.adapters.published_entities_postgres import PublishedEntities, shapes_of
from tests.eventually import eventually

DOCUMENT = Path("metamodel/documents/tpch.json").read_text(encoding="utf-8")


def test_of_each_entity_it_is_known_how_long_its_key_is_and_whose_it_is() -> None:
    shapes = {shape.name: shape for shape in shapes_of(load(DOCUMENT).require())}
    assert (shapes["order"].key_parts, shapes["order"].shared) == (1, False)
    assert (shapes["nation"].key_parts, shapes["nation"].shared) == (1, True)
    assert max(shape.key_parts for shape in shapes.values()) == 2


def test_without_a_database_nothing_is_known_and_it_says_so() -> None:
    entities = PublishedEntities("postgresql://rampart@127.0.0.1:1/none", 1)
    entities.look()
    assert not entities.known
    assert entities.find("order") is None
    assert "OBX-001" in entities.fault


@pytest.mark.integration
def test_what_is_published_is_known_soon_and_what_was_known_stays(database_url: str) -> None:
    entities = PublishedEntities(database_url, 5, look_s=0.05)
    served_before = []
    entities.before_serving(lambda coming: served_before.append((len(coming), entities.known)))
    entities.start()
    try:
        eventually(lambda: entities.known, bool, "looked")
        assert (entities.find("order"), entities.fault) == (None, "")
        serve_tpch(database_url)
        eventually(lambda: entities.find("order"), bool, "the order")
        assert entities.of_cube("orders") == entities.find("order")
        assert entities.of_cube("order") is None
        assert (entities.known, entities.alive, entities.fault) == (True, True, "")
        assert served_before == [(0, False), (1, True)]
    finally:
        entities.stop()
    assert not entities.alive
    assert entities.find("order") is not None
