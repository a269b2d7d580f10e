"""The document of some routes."""

import json
from collections.abc import Iterator
from typing import Any

from ops.dev.reference.openapi import all_routes
from presence_api.openapi.document import document
from tests.presence_api.openapi.things import ROUTES


def test_it_has_every_route_that_is_meant_to_be_seen() -> None:
    found = document(ROUTES)
    assert found["openapi"] == "3.1.0"
    assert {path: set(methods) for path, methods in found["paths"].items()} == {
        "/things": {"get", "post"},
        "/things/{name}": {"put"},
    }
    assert set(found["components"]["schemas"]) == {"Problem", "Renamed", "RequestFault", "Thing"}


def test_it_is_the_same_each_time_whatever_the_order_of_routes() -> None:
    assert document(ROUTES[::-1]) == document(ROUTES)


def test_whatever_the_service_does_is_described_and_leads_somewhere() -> None:
    found = document(all_routes())
    operations = [one for methods in found["paths"].values() for one in methods.values()]
    names = [one["operationId"] for one in operations]
    assert len(set(names)) == len(names) > 15
    for one in operations:
        assert one["summary"].endswith(".")
        assert any(status.startswith("2") for status in one["responses"])
        assert "500" in one["responses"]
    known = {f"#/components/schemas/{name}" for name in found["components"]["schemas"]}
    assert set(references(found)) == known
    json.dumps(found)


def references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if "$ref" in value:
            yield value["$ref"]
        for one in value.values():
            yield from references(one)
    elif isinstance(value, list):
        for one in value:
            yield from references(one)
