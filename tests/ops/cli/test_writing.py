"""Files that a verb writes because it was told where."""

from pathlib import Path

import click
import pytest

from ops.cli._writing import write_whole


def test_a_file_holds_the_text_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.json", "ü\n")

    assert (tmp_path / "a.json").read_bytes() == "ü\n".encode()
    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]


def test_what_cannot_be_written_is_a_usage_error_and_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()

    with pytest.raises(click.UsageError, match="cannot be written"):
        write_whole(tmp_path / "a.json", "text")

    assert [item.name for item in tmp_path.iterdir()] == ["a.json"]
