"""Asset keys, checks, jobs, schedules, sensors and tags of the Dagster code location."""

import ast
from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.literals import Literals, argument, calls
from ops.naming.tree import Tree

FOLDER = "orchestration"
_KINDS = {
    "define_asset_job": NameKind.JOB,
    "job": NameKind.JOB,
    "sensor": NameKind.SENSOR,
    "multi_asset_sensor": NameKind.SENSOR,
    "asset_sensor": NameKind.SENSOR,
    "run_status_sensor": NameKind.SENSOR,
    "schedule": NameKind.SCHEDULE,
    "ScheduleDefinition": NameKind.SCHEDULE,
    "AssetCheckSpec": NameKind.ASSET_CHECK,
    "asset_check": NameKind.ASSET_CHECK,
}
_MADE_LATER = "*"


class DagsterNames(Collector):
    """Names in calls of Dagster's words; what is made at run time is `*`."""

    name = "dagster_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        literals = Literals(tree)
        for path in tree.below(FOLDER, ".py"):
            module = tree.module(path)
            yield from _definitions(module, path, literals)
            yield from _asset_keys(module, path, literals)
            yield from _tags(module, path, literals)


def _definitions(module: ast.Module, path: str, literals: Literals) -> Iterator[CollectedName]:
    for word, kind in _KINDS.items():
        for call in calls(module, word):
            found = literals.of(path, argument(call, "name", 0))
            if found:
                yield found.named(kind)
    for node in ast.walk(module):
        value = argument(node, "check_name") if isinstance(node, ast.Call) else None
        if found := literals.of(path, value):
            yield found.named(NameKind.ASSET_CHECK)


def _asset_keys(module: ast.Module, path: str, literals: Literals) -> Iterator[CollectedName]:
    for call in calls(module, "AssetKey"):
        if call.args and isinstance(call.args[0], ast.List):
            parts = [literals.of(path, part) for part in call.args[0].elts]
            text = "/".join(part.text if part else _MADE_LATER for part in parts)
            place = (path, call.lineno, call.col_offset + 1)
            yield CollectedName(NameKind.ASSET_KEY, text, *place)


def _tags(module: ast.Module, path: str, literals: Literals) -> Iterator[CollectedName]:
    """Keys of dictionaries called `tags`, and every text that begins as our tags do."""
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and str(node.value).startswith("rampart/"):
            found = literals.of(path, node)
            if found:
                yield found.named(NameKind.RUN_TAG)
        if (
            isinstance(node, ast.keyword)
            and node.arg == "tags"
            and isinstance(node.value, ast.Dict)
        ):
            for key in node.value.keys:
                if found := literals.of(path, key):
                    yield found.named(NameKind.RUN_TAG)
