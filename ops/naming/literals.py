"""String literals of Python code, followed to the place where they are written."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.tree import Tree


@dataclass(frozen=True, slots=True)
class Literal:
    """A text and where it is written."""

    text: str
    path: str
    line: int
    column: int  # of its first letter, from 1

    def named(self, kind: NameKind, **facts: str) -> CollectedName:
        """The same as a name of that kind."""
        return CollectedName(kind, self.text, self.path, self.line, self.column, facts)


class Literals:
    """Resolves a literal, or a constant of this or of an imported module of ours, to its text."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._constants: dict[str, dict[str, ast.expr]] = {}

    def of(self, path: str, node: ast.expr | None) -> Literal | None:
        """The text behind an expression; None where it is known only at run time."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return Literal(node.value, path, node.lineno, node.col_offset + 2)
        if not isinstance(node, ast.Name):
            return None
        value = self._of_module(path).get(node.id)
        if value is not None:
            return self.of(path, value)
        return self._imported(path, node.id)

    def _imported(self, path: str, name: str) -> Literal | None:
        for statement in self._tree.module(path).body:
            if isinstance(statement, ast.ImportFrom) and statement.module:
                source = f"{statement.module.replace('.', '/')}.py"
                for item in statement.names:
                    if (item.asname or item.name) == name and self._tree.exists(source):
                        return self.of(source, ast.Name(item.name))
        return None

    def _of_module(self, path: str) -> dict[str, ast.expr]:
        if path not in self._constants:
            self._constants[path] = dict(_assignments(self._tree.module(path)))
        return self._constants[path]


def calls(module: ast.Module, *names: str) -> Iterator[ast.Call]:
    """Calls of functions whose last name is one of these."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _last_name(node.func) in names:
            yield node


def argument(call: ast.Call, keyword: str, position: int | None = None) -> ast.expr | None:
    """An argument of a call by keyword, else by position."""
    found = next((item.value for item in call.keywords if item.arg == keyword), None)
    if found is None and position is not None and position < len(call.args):
        return call.args[position]
    return found


def _last_name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _assignments(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for statement in module.body:
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            if statement.value is not None:
                yield statement.target.id, statement.value
        elif isinstance(statement, ast.Assign):
            for target in statement.targets:
                yield from _pairs(target, statement.value)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        for one, part in zip(target.elts, value.elts, strict=False):
            yield from _pairs(one, part)
