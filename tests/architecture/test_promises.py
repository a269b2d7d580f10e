"""The document of the API has every route, and every route says what it may answer with."""

import json
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar, get

from metamodel.kernel.errors import BadInstanceId
from ops.dev.reference.openapi import pages
from presence_api.app import create_app
from presence_api.ports.token_verifier import TokenRefused
from presence_api.promises import promises
from presence_api.settings import Settings
from tests.architecture.gates_promises import promise_faults, undocumented


@pytest.fixture
def app(tmp_path: Path) -> Litestar:
    """The service with everything that settings can give it."""
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text("here")
    (tmp_path / "secret").write_text("s" * 32)
    settings = Settings(
        presence_role="all", presence_admin_file=tmp_path / "secret", presence_pages=tmp_path
    )
    return create_app(settings)


def test_every_route_promises_what_it_may_answer_with(app: Litestar) -> None:
    assert promise_faults(app) == []


def test_the_committed_document_has_every_route_of_the_service(app: Litestar) -> None:
    paths = json.loads(pages()["openapi.json"])["paths"]
    assert undocumented(app, frozenset(paths)) == []


@pytest.mark.parametrize(
    ("path", "options", "fault"),
    [
        ("/a", {}, "GET /a promises nothing: `opt=promises(...)`"),
        ("/a", {"opt": {"promise": "none"}}, "GET /a promises nothing: `opt=promises(...)`"),
        (
            "/a",
            {"opt": promises(TokenRefused, BadInstanceId)},
            "GET /a promises BadInstanceId, which has no status in presence_api/problems.py",
        ),
        ("/a", {"include_in_schema": False}, "GET /a is hidden from the document"),
    ],
)
def test_canary(path: str, options: dict[str, Any], fault: str) -> None:
    assert promise_faults(routed(path, **options)) == [fault]


def test_canary_of_a_route_that_nobody_added() -> None:
    assert undocumented(routed("/stray", opt=promises()), frozenset({"/a"})) == ["/stray"]


def test_files_are_no_api() -> None:
    assert promise_faults(routed("/pages/a", include_in_schema=False)) == []


def routed(path: str, **options: Any) -> Litestar:
    @get(path, sync_to_thread=False, **options)
    def route() -> None:
        """Nothing."""

    return Litestar([route], logging_config=None, openapi_config=None)
