"""The declaration on disk, and passwords."""

from pathlib import Path

import pytest

from metamodel.events._catalogue import topics
from metamodel.streaming.derive import derive
from metamodel.streaming.load import DeclarationRefused
from ops.stack.places import STREAMING
from orchestration.adapters.streaming_files import (
    DeclarationUnreadable,
    load_declared,
    passwords_in,
    read_declaration,
)
from orchestration.flows.apply_streaming_plan import PasswordMissing


def test_the_committed_declaration_has_every_topic_in_every_environment() -> None:
    declaration = read_declaration(STREAMING)

    for environment in declaration.environments:
        assert derive(declaration, topics(), environment).state.topics.keys() >= topics().keys()


def test_publications_of_all_names_stay_in_order() -> None:
    declaration = read_declaration(STREAMING)

    for environment in declaration.environments:
        state = derive(declaration, topics(), environment).state
        assert state.topics["core.metamodel.published.v1"].partitions == 1


def test_a_fault_is_told_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "streaming.yaml"
    path.write_text("version: 7\n")

    assert {item.path for item in load_declared(path).findings} == {str(path)}
    with pytest.raises(DeclarationRefused):
        read_declaration(path)


@pytest.mark.parametrize("held", [None, b"\xff"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, held: bytes | None) -> None:
    path = tmp_path / "streaming.yaml"
    if held:
        path.write_bytes(held)

    with pytest.raises(DeclarationUnreadable, match=str(path)):
        read_declaration(path)


def test_a_password_is_its_files_line(tmp_path: Path) -> None:
    path = tmp_path / "front"
    path.write_text("open sesame\n")
    path.chmod(0o400)

    assert passwords_in(tmp_path)("front") == "open sesame"


@pytest.mark.parametrize(
    ("text", "mode", "words"),
    [(None, 0o400, "No such file"), ("x", 0o440, "0400"), ("\n", 0o400, "is empty")],
)
def test_a_password_that_others_may_read_or_that_is_none_is_refused(
    tmp_path: Path, text: str | None, mode: int, words: str
) -> None:
    if text is not None:
        (tmp_path / "front").write_text(text)
        (tmp_path / "front").chmod(mode)

    with pytest.raises(PasswordMissing, match=words):
        passwords_in(tmp_path)("front")
