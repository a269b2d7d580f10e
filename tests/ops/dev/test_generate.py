from pathlib import Path

import pytest

from ops.dev import generate
from ops.dev.reference._markdown import NOTICE


@pytest.fixture(autouse=True)
def _two_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        generate, "fresh_pages", lambda: {"a.md": f"<!-- {NOTICE} -->\nA\n", "b.md": "B\n"}
    )
    monkeypatch.setattr(generate, "fresh_guides", dict)
    monkeypatch.setattr(generate, "fresh_files", dict)


def test_it_writes_what_differs_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "b.md").write_text("B\n")

    assert generate.main([], tmp_path) == 0

    assert capsys.readouterr().out == "docs/reference/a.md\n1 of 2 pages changed\n"
    assert generate.main(["--check"], tmp_path) == 0


def test_checking_writes_nothing_and_names_the_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate.main(["--check"], tmp_path) == 1

    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [
        "docs/reference/a.md",
        "docs/reference/b.md",
    ]
    assert list(tmp_path.iterdir()) == []


def test_pages_that_nothing_generates_are_removed_those_by_hand_stay(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(f"<!-- {NOTICE} -->\n")
    (tmp_path / "hand.md").write_text("by hand\n")

    assert generate.main([], tmp_path) == 0

    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.md", "b.md", "hand.md"]


def test_guides_are_written_one_folder_above_and_nothing_there_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "fresh_guides", lambda: {"GUIDE.md": "new\n"})
    (tmp_path / "GUIDE.md").write_text("old\n")
    (tmp_path / "HAND.md").write_text(f"<!-- {NOTICE} -->\n")

    assert generate.main(["--check"], tmp_path / "reference") == 1
    assert capsys.readouterr().out.startswith("docs/GUIDE.md is stale")
    assert generate.main([], tmp_path / "reference") == 0

    assert (tmp_path / "GUIDE.md").read_text() == "new\n"
    assert (tmp_path / "HAND.md").exists()
    assert generate.main(["--check"], tmp_path / "reference") == 0


def test_files_elsewhere_are_written_and_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(generate, "fresh_pages", dict)
    monkeypatch.setattr(generate, "fresh_files", lambda: {"ops/deep/a.yaml": "new\n"})
    folder = tmp_path / "docs" / "reference"

    assert generate.main(["--check"], folder, tmp_path) == 1
    assert capsys.readouterr().out.startswith("ops/deep/a.yaml is stale")
    assert generate.main([], folder, tmp_path) == 0

    assert (tmp_path / "ops" / "deep" / "a.yaml").read_text() == "new\n"
    assert generate.main(["--check"], folder, tmp_path) == 0
