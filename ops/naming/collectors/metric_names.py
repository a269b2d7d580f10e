"""Prometheus metrics and their labels, from every module that makes some."""

import ast
import re
from collections.abc import Iterator

from metamodel.naming.names import CollectedName, NameKind
from ops.naming.collector import Collector
from ops.naming.literals import Literals, argument, calls
from ops.naming.tree import Tree

_LIBRARY = "prometheus_client"
_TYPES = {
    "Counter": "counter",
    "CounterMetricFamily": "counter",
    "Gauge": "gauge",
    "GaugeMetricFamily": "gauge",
    "Histogram": "histogram",
    "HistogramMetricFamily": "histogram",
    "Summary": "summary",
    "SummaryMetricFamily": "summary",
}
_OURS = re.compile(r"(rampart|preagg)(_[a-z0-9]+)+")


class MetricNames(Collector):
    """Names given to constructors of metrics, and texts beside them that look like one."""

    name = "metric_names"

    def collect(self, tree: Tree) -> Iterator[CollectedName]:
        literals = Literals(tree)
        for path in tree.python():
            if _LIBRARY in tree.text(path) and _imports(tree.module(path)):
                yield from _metrics(tree.module(path), path, literals)


def _metrics(module: ast.Module, path: str, literals: Literals) -> Iterator[CollectedName]:
    typed = set()
    for word, kind in _TYPES.items():
        for call in calls(module, word):
            if found := literals.of(path, argument(call, "name", 0)):
                typed.add(found)
                yield found.named(NameKind.METRIC, type=kind)
            labels = argument(call, "labels") or argument(call, "labelnames", 2)
            for label in labels.elts if isinstance(labels, ast.List | ast.Tuple) else ():
                if found := literals.of(path, label):
                    yield found.named(NameKind.METRIC_LABEL)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and _OURS.fullmatch(str(node.value)):
            found = literals.of(path, node)
            if found and found not in typed:
                yield found.named(NameKind.METRIC)


def _imports(module: ast.Module) -> bool:
    return any(
        isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_LIBRARY)
        for node in ast.walk(module)
    )
