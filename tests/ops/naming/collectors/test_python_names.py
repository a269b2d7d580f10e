from pathlib import Path

from ops.naming.collectors.python_names import PythonNames
from ops.naming.tree import Tree
from tests.ops.naming.planted import collected, stands_there, texts

FILES = {
    "ops/__init__.py": "",
    "ops/badName.py": "class low:\n    class _Inner(Exception): pass\n",
    "ops/migrations/versions/0001_first.py": "class NotLookedAt: pass\n",
}


def test_modules_classes_and_exceptions_are_collected(tmp_path: Path) -> None:
    assert texts(collected(PythonNames, tmp_path, FILES)) == {
        "module": ["ops", "badName"],
        "class": ["low"],
        "exception": ["_Inner"],
    }


def test_a_class_stands_where_it_was_collected(tmp_path: Path) -> None:
    names = [name for name in collected(PythonNames, tmp_path, FILES) if name.kind != "module"]
    assert all(stands_there(Tree(tmp_path), name) for name in names)
