import json
import subprocess
from pathlib import Path

import pytest

from metamodel.model.load import DocumentRefused
from ops.cli._revisions import RevisionUnknown, metamodel_at
from tests.metamodel.shop import shop


def git(folder: Path, *words: str) -> None:
    names = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True, timeout=30)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """A document with two revisions in git, and a third on disk."""
    file = tmp_path / "inner" / "shop.json"
    file.parent.mkdir()
    git(tmp_path, "init", "-q", "-b", "trunk")
    for version in ("1.0.0", "1.1.0"):
        file.write_text(json.dumps(shop({"/specVersion": version})))
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", version)
    file.write_text(json.dumps(shop({"/specVersion": "1.2.0"})))
    return file


def test_a_revision_is_what_git_has_of_the_document_and_a_file_is_itself(document: Path) -> None:
    assert metamodel_at("HEAD", document).spec_version == "1.1.0"
    assert metamodel_at("HEAD~1", document).spec_version == "1.0.0"
    assert metamodel_at("trunk:inner/shop.json", document).spec_version == "1.1.0"
    assert metamodel_at(str(document), document).spec_version == "1.2.0"


@pytest.mark.parametrize("revision", ["nowhere", "HEAD:nothing.json", "--help", "HEAD~9"])
def test_what_neither_git_nor_the_disk_has_is_named(revision: str, document: Path) -> None:
    with pytest.raises(RevisionUnknown, match=revision.partition(":")[0]):
        metamodel_at(revision, document)


def test_a_revision_that_is_no_metamodel_is_refused(document: Path) -> None:
    document.write_text("{}")
    with pytest.raises(DocumentRefused):
        metamodel_at(str(document), document)
