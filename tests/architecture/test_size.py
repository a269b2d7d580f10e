"""Nothing is longer than a reader can keep in mind."""

from pathlib import Path

from tests.architecture.gates_size import FUNCTION_LINES, MODULE_LINES, long_functions, long_modules
from tests.architecture.tree import REPOSITORY, planted


def _function(lines: int, before: str = "") -> str:
    return "def long() -> None:\n" + before + "    print()\n" * lines


def test_no_module_is_too_long() -> None:
    assert long_modules(REPOSITORY) == []


def test_no_function_is_too_long() -> None:
    assert long_functions(REPOSITORY) == []


def test_canary_module(tmp_path: Path) -> None:
    planted(tmp_path, {"ops/long.py": "x = 1\n" * (MODULE_LINES + 1)})

    assert long_modules(tmp_path) == ["ops/long.py has 301 lines"]


def test_canary_function(tmp_path: Path) -> None:
    planted(tmp_path, {"ops/long.py": _function(FUNCTION_LINES + 1)})

    assert long_functions(tmp_path) == ["ops/long.py:1 long has 41 lines"]


def test_docstrings_comments_long_texts_and_inner_functions_do_not_count(tmp_path: Path) -> None:
    words = '    """' + "words\n" * 30 + '    """\n'
    text = '    text = """' + "words\n" * 30 + '    """\n'
    inner = "    def inner() -> None:\n" + "        print()\n" * 30
    source = _function(0, words + "    # why\n" * 30 + text + inner + "    print()\n" * 30)
    planted(tmp_path, {"ops/fine.py": source})

    assert long_functions(tmp_path) == []
