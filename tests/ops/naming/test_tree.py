from pathlib import Path

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
