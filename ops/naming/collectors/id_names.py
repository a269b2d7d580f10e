"""Ids that stay for ever: of rules, of audit checks, of errors."""

import ast
from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.literals import Literals
from ops.naming.tree import Tree

_CODE = "code"
_FOLDERS = {"/rules/": NameKind.RULE_ID, "/audit/checks/": NameKind.CHECK_ID}


class IdNames(Collector):
    """The `code` that a class of a catalogue or an error sets."""

    name = "id_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        literals = Literals(tree)
        for path in tree.python():
            kinds = [kind for folder, kind in _FOLDERS.items() if folder in path]
            for node in ast.walk(tree.module(path)):
                if isinstance(node, ast.ClassDef):
                    kind = kinds[0] if kinds else NameKind.ERROR_CODE
                    yield from _codes(node, kind, path, literals)


def _codes(
    node: ast.ClassDef, kind: NameKind, path: str, literals: Literals
) -> Iterator[CollectedName]:
    for item in node.body:
        target = item.targets[0] if isinstance(item, ast.Assign) else None
        if isinstance(item, ast.AnnAssign):
            target = item.target
        if isinstance(target, ast.Name) and target.id == _CODE:
            value = item.value if isinstance(item, ast.Assign | ast.AnnAssign) else None
            if found := literals.of(path, value):
                yield found.named(kind)
