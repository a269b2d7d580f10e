"""Modules, packages, classes and exceptions of our Python packages."""

import ast
from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.tree import Tree

REVISIONS = "ops/migrations/versions/"
"""Alembic's files begin with their number, so that a folder shows their order."""

_ERRORS = frozenset({"RampartError", "Exception", "ValueError", "KeyError", "RuntimeError"})


class PythonNames(Collector):
    """What is imported and defined: modules by their last name, classes by their bases."""

    name = "python_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        for path in tree.python():
            if path.startswith(REVISIONS):
                continue
            *_, folder, file = ("", *path.split("/"))
            module = folder if file == "__init__.py" else file.removesuffix(".py")
            yield CollectedName(NameKind.MODULE, module, path, 1, 1)
            for node in ast.walk(tree.module(path)):
                if isinstance(node, ast.ClassDef):
                    yield _class(node, path)


def _class(node: ast.ClassDef, path: str) -> CollectedName:
    bases = {ast.unparse(base) for base in node.bases}
    kind = NameKind.EXCEPTION if bases & _ERRORS else NameKind.CLASS
    return CollectedName(kind, node.name, path, node.lineno, node.col_offset + len("class ") + 1)
