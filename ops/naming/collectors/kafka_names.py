"""Consumer groups, client ids and transactional ids in the code that speaks to Kafka."""

import ast
from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.literals import Literals
from ops.naming.tree import Tree

_OPTIONS = {
    "group.id": NameKind.CONSUMER_GROUP,
    "client.id": NameKind.CLIENT_ID,
    "transactional.id": NameKind.CLIENT_ID,
}
_GROUP = "group"


class KafkaNames(Collector):
    """Options of clients, and defaults and arguments called `group` in Kafka's adapters."""

    name = "kafka_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        literals = Literals(tree)
        for path in tree.python():
            if "kafka" not in tree.text(path):
                continue
            for node in ast.walk(tree.module(path)):
                for kind, value in _values(node):
                    if found := literals.of(path, value):
                        yield found.named(kind)


def _values(node: ast.AST) -> Iterator[tuple[NameKind, ast.expr | None]]:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            option = key.value if isinstance(key, ast.Constant) else None
            if option in _OPTIONS:
                yield _OPTIONS[str(option)], value
    elif isinstance(node, ast.keyword) and node.arg == _GROUP:
        yield NameKind.CONSUMER_GROUP, node.value
    elif isinstance(node, ast.arguments):
        for argument, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
            if argument.arg == _GROUP:
                yield NameKind.CONSUMER_GROUP, default
    elif isinstance(node, ast.Call) and node.args and _asks_for_group(node.func):
        yield NameKind.CONSUMER_GROUP, node.args[0]


def _asks_for_group(function: ast.expr) -> bool:
    return isinstance(function, ast.Attribute) and function.attr.startswith(f"{_GROUP}_")
