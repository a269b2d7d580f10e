from pathlib import Path

import pytest

from ops.naming.errors import SourceUnreadable
from ops.naming.tree import Tree

FILES = {
    "ops/b.py": "B = 1\n",
    "ops/a.py": "A = 1\n",
    "ops/sub/c.txt": "text",
    "docs/a.md": "# A\n",
    ".git/config": "",
    "ops/.hidden": "",
    "ops/__pycache__/a.pyc": "",
    "cube_models/server/node_modules/x/index.js": "",
}


def tree(root: Path) -> Tree:
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return Tree(root)


def test_it_holds_our_files_in_order_and_nothing_hidden_or_fetched(tmp_path: Path) -> None:
    found = [path for path in tree(tmp_path).paths if not path.startswith("ops/.")]
    assert found == ["docs/a.md", "ops/a.py", "ops/b.py", "ops/sub/c.txt"]


def test_python_files_are_those_of_the_packages(tmp_path: Path) -> None:
    assert list(tree(tmp_path).python()) == ["ops/a.py", "ops/b.py"]
    assert list(tree(tmp_path).below("docs")) == ["docs/a.md"]


def test_a_file_is_read_and_parsed_once(tmp_path: Path) -> None:
    made = tree(tmp_path)
    first = made.module("ops/a.py")
    (tmp_path / "ops/a.py").write_text("changed")
    assert made.module("ops/a.py") is first
    assert made.text("ops/a.py") == "A = 1\n"
    assert made.exists("ops/a.py")
    assert not made.exists("ops/z.py")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("ops/bad.py", "ops/bad.py:2: "),
        ("ops/bad.yml", "ops/bad.yml:3: "),
        ("ops/bytes.py", "ops/bytes.py: "),
        ("ops/gone.py", "ops/gone.py: is not there"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, path: str, place: str
) -> None:
    (tmp_path / "ops").mkdir()
    (tmp_path / "ops/bad.py").write_text("a = 1\nb = = 2\n")
    (tmp_path / "ops/bad.yml").write_text("a: 1\nb: [\n")
    (tmp_path / "ops/bytes.py").write_bytes(b"\xff\xfe")
    tree = Tree(tmp_path)

    with pytest.raises(SourceUnreadable) as refused:
        tree.yaml(path) if path.endswith(".yml") else tree.module(path)
    assert str(refused.value).startswith(place)
