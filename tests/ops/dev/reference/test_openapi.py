"""The committed document of the HTTP API."""

import json

from ops.dev.generate import FOLDER
from ops.dev.reference.openapi import pages


def test_it_is_committed_as_it_is_made() -> None:
    text = pages()["openapi.json"]
    assert (FOLDER / "openapi.json").read_text(encoding="utf-8") == text


def test_it_has_the_routes_of_all_roles() -> None:
    paths = json.loads(pages()["openapi.json"])["paths"]
    wanted = {"/metrics", "/api/v1/meta/entities", "/api/v1/ws/ticket", "/admin/presence", "/docs"}
    assert wanted <= set(paths)
