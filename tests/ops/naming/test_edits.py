from pathlib import Path

from ops.naming.edits import Edits
from ops.naming.tree import Tree
from tests.ops.naming.planted import planted

FILES = {
    "ops/a.py": 'A = "old", "older", "old-er", "x.old"\n',
    "README.md": "See old and a/old.\n",
    "ops/a.bin": "old",
    "metamodel/naming/rules/x.py": '"""Bad: `old`."""\n',
}


def test_a_text_is_replaced_only_where_it_stands(tmp_path: Path) -> None:
    edits = Edits(planted(tmp_path, FILES))
    assert not edits.replace_at("ops/a.py", 1, 5, "old", "new")
    assert not edits.replace_at("ops/a.py", 9, 1, "old", "new")
    assert not edits.replace_at("ops/a.py", 0, 0, "old", "new")
    assert edits.replace_at("ops/a.py", 1, 6, "old", "new")
    assert edits.text("ops/a.py").startswith('A = "new", "older"')


def test_everywhere_means_whole_words_in_texts_that_are_not_about_names(tmp_path: Path) -> None:
    edits = Edits(planted(tmp_path, FILES))
    edits.replace_everywhere("old", "new")
    assert edits.text("ops/a.py") == 'A = "new", "older", "old-er", "x.old"\n'
    assert edits.text("README.md") == "See new and a/old.\n"
    assert edits.changed == ("README.md", "ops/a.py")


def test_history_is_rewritten_only_where_it_links_to_a_page(tmp_path: Path) -> None:
    edits = Edits(planted(tmp_path, FILES | {"CHANGELOG.md": "`old` is [new](docs/old)\n"}))
    edits.replace_everywhere("old", "new")
    assert "CHANGELOG.md" not in edits.changed
    edits.replace_everywhere("docs/old", "docs/new", part_of_path=True)
    assert edits.text("CHANGELOG.md") == "`old` is [new](docs/new)\n"


def test_parts_of_paths_are_replaced_when_asked(tmp_path: Path) -> None:
    edits = Edits(planted(tmp_path, FILES))
    edits.replace_everywhere("old", "new", part_of_path=True)
    assert edits.text("README.md") == "See new and a/new.\n"


def test_nothing_is_written_before_it_is_asked_for(tmp_path: Path) -> None:
    edits = Edits(planted(tmp_path, FILES))
    edits.replace_everywhere("old", "new")
    edits.move("ops/a.py", "ops/sub/b.py")
    assert edits.taken("ops/sub/b.py")
    assert (tmp_path / "ops/a.py").read_text() == FILES["ops/a.py"]
    edits.write()
    assert not (tmp_path / "ops/a.py").exists()
    assert Tree(tmp_path).text("ops/sub/b.py").startswith('A = "new"')


def test_files_that_mention_a_text_are_told(tmp_path: Path) -> None:
    assert Edits(planted(tmp_path, FILES)).mentions("old-er") == ["ops/a.py"]
