"""Cubes, views and their members as Cube reads them, with what overlays added."""

from collections.abc import Iterator
from typing import Any

import yaml

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.tree import Tree

FOLDER = "cube_models/model"
_KINDS = {
    "dimensions": NameKind.DIMENSION,
    "measures": NameKind.MEASURE,
    "segments": NameKind.SEGMENT,
    "pre_aggregations": NameKind.PRE_AGGREGATION,
}
_TOPS = {"cubes": NameKind.CUBE, "views": NameKind.VIEW}


class CubeNames(Collector):
    """What the committed model is called; a role's cube is judged by its relation."""

    name = "cube_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        for path in tree.below(FOLDER, ".yml"):
            for key, value in _members(tree.yaml(path)):
                if key in _TOPS:
                    for parts in _items(value):
                        yield from _whole(path, parts, _TOPS[key])


def _whole(path: str, parts: dict[str, Any], kind: NameKind) -> Iterator[CollectedName]:
    name = parts["name"]
    yield _at(path, name, kind)
    for key, member_kind in _KINDS.items():
        for member in _items(parts.get(key)):
            yield from _member(path, member, member_kind, name.value)


def _member(path: str, parts: dict[str, Any], kind: NameKind, cube: str) -> Iterator[CollectedName]:
    facts = {"cube": cube}
    if kind is NameKind.MEASURE and "type" in parts:
        facts["type"] = parts["type"].value
    if kind is NameKind.PRE_AGGREGATION and "granularity" in parts:
        facts["granularity"] = parts["granularity"].value
    yield _at(path, parts["name"], kind, **facts)


def _items(node: yaml.Node | None) -> Iterator[dict[str, Any]]:
    """The objects of a list that have a name; what else is wrong Cube's compiler finds."""
    for item in node.value if isinstance(node, yaml.SequenceNode) else ():
        parts = dict(_members(item))
        if isinstance(parts.get("name"), yaml.ScalarNode):
            yield parts


def _members(node: yaml.Node | None) -> Iterator[tuple[str, Any]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, value


def _at(path: str, node: Any, kind: NameKind, **facts: str) -> CollectedName:
    mark = node.start_mark
    return CollectedName(kind, node.value, path, mark.line + 1, mark.column + 1, facts)
