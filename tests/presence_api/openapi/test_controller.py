"""`/openapi.json` and `/docs`."""

from typing import Any

from litestar.testing import create_test_client

from presence_api.openapi.controller import document_routes
from presence_api.openapi.document import document
from tests.presence_api.openapi.things import ROUTES


def test_both_are_made_from_one_document_that_is_made_once() -> None:
    made: list[Any] = []

    def make() -> dict[str, Any]:
        made.append(document(ROUTES))
        found: dict[str, Any] = made[-1]
        return found

    with create_test_client(document_routes(make)) as client:
        assert made == []
        found = [client.get(path) for path in ("/openapi.json", "/docs", "/openapi.json")]
    assert len(made) == 1
    assert found[0].json() == found[2].json() == made[0]
    assert found[1].headers["content-type"].startswith("text/html")
    assert "GET /things" in found[1].text
