"""Variables of the environment: fields of settings, and names written out."""

import ast
import re
from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.tree import Tree

_WRITTEN = re.compile(r"\bRAMPART_\w+")
_SERVER = ("cube_models/server", ("js", "cjs"))
_EXAMPLES = "metamodel/naming/"  # speaks of names, also of wrong ones
_SETTINGS = "settings.py"
_SECRET = "SecretStr"  # noqa: S105 - the name of a type


class VariableNames(Collector):
    """What can be set from outside."""

    name = "variable_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        for path in tree.python():
            if path.startswith(_EXAMPLES):
                continue
            if path.endswith(f"/{_SETTINGS}"):
                yield from _fields(tree.module(path), path)
            yield from _written(tree.text(path), path)
        folder, endings = _SERVER
        for ending in endings:
            for path in tree.below(folder, f".{ending}"):
                yield from _written(tree.text(path), path)


def _fields(module: ast.Module, path: str) -> Iterator[CollectedName]:
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef) and any(
            ast.unparse(base).endswith("BaseSettings") for base in node.bases
        ):
            for item in node.body:
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                    yield _field(item, item.target.id, path)


def _field(item: ast.AnnAssign, name: str, path: str) -> CollectedName:
    facts = {"secret": "yes"} if _SECRET in ast.unparse(item.annotation) else {}
    text = f"RAMPART_{name.upper()}"
    return CollectedName(NameKind.ENV_VAR, text, path, item.lineno, item.col_offset + 1, facts)


def _written(text: str, path: str) -> Iterator[CollectedName]:
    for number, line in enumerate(text.splitlines(), 1):
        for match in _WRITTEN.finditer(line) if "RAMPART_" in line else ():
            if not match[0].endswith("_"):
                yield CollectedName(NameKind.ENV_VAR, match[0], path, number, match.start() + 1)
