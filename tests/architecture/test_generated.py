"""What programs make is committed as they make it now."""

import json
from pathlib import Path

import pytest

from ops.cli._source import source_of
from ops.dev.check import STEPS as CHECKS
from ops.dev.generate import (
    FOLDER,
    fresh_guides,
    stale_guides,
    stale_pages,
    write_pages,
)
from ops.dev.reference._markdown import NOTICE
from orchestration.adapters.model_files import read_model
from orchestration.flows.prepare_model import generate_model
from tests.architecture.gates_generated import lock_addresses, lock_files, model_faults
from tests.architecture.tree import REPOSITORY


def test_guides_are_what_the_code_says() -> None:
    assert stale_guides(FOLDER.parent, fresh_guides()) == []


def test_that_pages_are_what_the_code_says_is_a_static_check() -> None:
    assert CHECKS["reference"][-2:] == ("ops.dev.generate", "--check")


@pytest.mark.node
def test_the_committed_model_is_what_the_metamodel_generates() -> None:
    generated = generate_model(source_of(None))

    assert model_faults(read_model(REPOSITORY / "cube_models" / "model"), generated.files) == []


@pytest.mark.parametrize("lock", lock_files(REPOSITORY), ids=lambda path: path.name)
def test_no_lock_says_from_where_a_package_comes(lock: Path) -> None:
    assert lock_addresses(lock.name, lock.read_text(encoding="utf-8")) == []


def test_canary_reference(tmp_path: Path) -> None:
    pages = {name: f"{NOTICE}\n{name}\n" for name in ("errors.md", "rules.md", "lint.md")}
    write_pages(tmp_path, pages)
    (tmp_path / "errors.md").write_text("by hand\n", encoding="utf-8")
    (tmp_path / "rules.md").unlink()
    (tmp_path / "gone.md").write_text(pages["rules.md"], encoding="utf-8")

    assert stale_pages(tmp_path, pages) == ["errors.md", "gone.md", "rules.md"]


@pytest.mark.parametrize("text", [None, "by hand\n"])
def test_canary_guide(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "NAMING_GUIDE.md").write_text(text, encoding="utf-8")

    assert stale_guides(tmp_path, fresh_guides()) == ["NAMING_GUIDE.md"]


@pytest.mark.parametrize(
    "committed", [{}, {"cubes/a.yml": "by hand"}, {"cubes/a.yml": "a", "cubes/b.yml": "old"}]
)
def test_canary_model(committed: dict[str, str]) -> None:
    assert len(model_faults(committed, {"cubes/a.yml": "a"})) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.lock", "--index-url https://mirror.example/simple\nclick==8.1\n"),
        ("package-lock.json", json.dumps({"a": {"resolved": "http://mirror.example/a.tgz"}})),
    ],
)
def test_canary_lock(name: str, text: str) -> None:
    assert len(lock_addresses(name, text)) == 1


def test_words_about_money_are_no_source() -> None:
    lock = {"packages": {"a": {"funding": {"url": "https://opencollective.example/a"}}}}

    assert lock_addresses("package-lock.json", json.dumps(lock)) == []
