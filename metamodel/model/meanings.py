"""Where a join graph reaches one node in two meanings: by paths that can lead to different rows."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from metamodel.model.join_graph import Edge


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A node as one path reaches it: which value of the root each joined attribute carries."""

    node: str
    carried: frozenset[tuple[str, object]]


def second_meanings(edges: Mapping[str, Sequence[Edge]], root: str) -> Iterator[tuple[Edge, str]]:
    """Each edge that reaches a node in a second meaning, and where the first came from.

    In order of distance from the root; what lies behind such an edge is not looked at.
    """
    start = _Arrival(root, frozenset())
    first: dict[str, tuple[_Arrival, str]] = {root: (start, root)}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for edge in edges[here.node]:
            arrival = _follow(here, edge, root)
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
