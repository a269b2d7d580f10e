"""The HTTP API as TypeScript."""

from pathlib import Path

import pytest

from ops.dev.reference import openapi_types
from ops.dev.reference.openapi_types import NOTICE, PATH, files
from ops.stack.errors import PartMissing
from ops.stack.places import REPOSITORY


def test_it_is_committed_as_it_is_made() -> None:
    text = files()[PATH]
    assert text.startswith(NOTICE)
    assert 'readonly "/api/v1/entities/{entity}/{id}"' in text
    assert (REPOSITORY / PATH).read_text(encoding="utf-8") == text


def test_without_the_packages_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openapi_types, "_PROGRAM", Path("/nowhere"))
    with pytest.raises(PartMissing, match="openapi-typescript"):
        files()
