"""TPC-H as the version that serves."""

import pytest

from ops.tpch.served import serve_tpch
from presence_api.adapters.published_entities_postgres import PublishedEntities
from tests.eventually import eventually


@pytest.mark.integration
def test_its_entities_are_found_by_whoever_asks_the_database(database_url: str) -> None:
    serve_tpch(database_url)
    entities = PublishedEntities(database_url, 10)
    entities.start()
    try:
        eventually(lambda: entities.known, bool, "the entities are known")
        shape = entities.find("lineitem")
        assert shape is not None
        assert (shape.key_parts, shape.shared) == (2, False)
    finally:
        entities.stop()
