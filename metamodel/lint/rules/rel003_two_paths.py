"""REL003."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from metamodel.lint.rule import Finding, LintRule
from metamodel.lint.subject import Subject
from metamodel.model.join_graph import Edge, JoinGraph


class TwoPaths(LintRule):
    """An entity is reached from another by two paths that can lead to different rows.

    Why: Cube takes the shortest path without a word, and both at once under one alias. Sums by the
    customer's nation turn out to be by the supplier's. Each meaning needs a role of its own. Paths
    that carry the same key all the way are one meaning and allowed.

    Bad: `customer` -> `nation` and `supplier` -> `nation`, both below `lineitem`.
    Good: the same with `"role": "customer_nation"` and `"role": "supplier_nation"`.
    """

    code = "REL003"

    def check(self, subject: Subject) -> Iterator[Finding]:
        reported: set[tuple[int, str]] = set()
        for root in subject.graph.nodes:
            for edge, other in _ambiguous(subject.graph, root):
                if (edge.relation, other) not in reported:
                    reported.add((edge.relation, other))
                    yield self.found(
                        f"/relations/{edge.relation}",
                        f"`{edge.target}` is reached from `{root}` by {other} and by {edge.origin}",
                        "Give one of the two relations a `role`.",
                    )


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A node as one path reaches it: which value of the root each joined attribute carries."""

    node: str
    carried: frozenset[tuple[str, object]]


def _ambiguous(graph: JoinGraph, root: str) -> Iterator[tuple[Edge, str]]:
    """Each edge that reaches a node in a second meaning, and where the first came from."""
    start = _Arrival(root, frozenset())
    first: dict[str, tuple[_Arrival, str]] = {root: (start, root)}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for edge in graph.edges[here.node]:
            arrival = _follow(here, edge, root)
            if edge.target == root:
                continue  # a circle, which is REL005's
            known = first.get(edge.target)
            if known is None:
                first[edge.target] = (arrival, edge.origin)
                queue.append(arrival)
            elif known[0] != arrival or known[1] == edge.origin:
                yield edge, known[1]


def _follow(here: _Arrival, edge: Edge, root: str) -> _Arrival:
    """The target's row, told by the values that lead to it.

    An attribute that was joined carries the root's value; any other is that of the row it is in.
    """
    carried = dict(here.carried)

    def value(name: str) -> object:
        if here.node == root and not here.carried:
            return name
        return carried.get(name, (here, name))

    return _Arrival(edge.target, frozenset((pair.target, value(pair.origin)) for pair in edge.on))
