"""How long a module and a function may be."""

import ast
from pathlib import Path

from tests.architecture.tree import PACKAGES, parsed, python_files

MODULE_LINES = 300
FUNCTION_LINES = 40
"""The aim is 25; beyond this nobody keeps all of it in mind."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef


def long_modules(root: Path) -> list[str]:
    """Modules above the limit."""
    files = python_files(root, (*PACKAGES, "tests"))
    lengths = {file: len((root / file).read_text().splitlines()) for file in files}
    return [
        f"{file.as_posix()} has {count} lines"
        for file, count in lengths.items()
        if count > MODULE_LINES
    ]


def long_functions(root: Path) -> list[str]:
    """Functions with too many lines of statements; inner functions count on their own.

    Tests are left out: what a test expects may be a long literal.
    """
    return [
        f"{file.as_posix()}:{function.lineno} {function.name} has {count} lines"
        for file in python_files(root)
        for function in ast.walk(parsed(root, file))
        if isinstance(function, _Function) and (count := len(_lines(function))) > FUNCTION_LINES
    ]


def _lines(function: _Function) -> set[int]:
    """Lines that hold statements: no docstring, no comment, a long text counts once."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    found: set[int] = set()
    for statement in body:
        found |= _span(statement)
        for inner in ast.walk(statement):
            if isinstance(inner, _Function | ast.ClassDef):
                found -= _span(inner)
            elif isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                found -= _span(inner) - {inner.lineno}
    return found


def _span(node: ast.stmt | ast.expr) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
