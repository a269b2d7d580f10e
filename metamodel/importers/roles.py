"""Roles for entities that are reached in several meanings: one relation a meaning."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from metamodel.importers.links import Link
from metamodel.importers.names import Names
from metamodel.importers.report import Noted
from metamodel.model.join_graph import Edge
from metamodel.model.meanings import second_meanings
from metamodel.model.relation import AttributePair

DEEPEST = 2
"""Roles of roles are followed this far: more paths than anybody asks for are cubes to compile."""


@dataclass(frozen=True, slots=True)
class Joined:
    """A link of the document, from an entity or a role, maybe to a role."""

    link: Link
    origin: str
    role: str | None = None

    @property
    def target(self) -> str:
        """The node it leads to."""
        return self.role or self.link.target


@dataclass(slots=True)
class _Graph:
    """The relations so far; `chains` tells which entities lead to each role."""

    joined: list[Joined]
    chains: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def edges(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = {}
        for index, item in enumerate(self.joined):
            pairs = tuple(
                AttributePair.model_validate({"from": left, "to": right})
                for left, right in item.link.on
            )
            edge = Edge(item.origin, item.target, index, item.link.cardinality, pairs)
            found.setdefault(item.origin, []).append(edge)
            found.setdefault(item.target, [])
        return found

    def give_role(self, index: int, names: Names, links: Sequence[Link]) -> Iterator[Noted]:
        """Turn a relation's target into a role, with relations of its own; tells which it lacks."""
        item = self.joined[index]
        link = item.link
        role = names.role(item.origin, link.meaning, link.target)
        self.joined[index] = replace(item, role=role)
        chain = (*self.chains.get(item.origin, (item.origin,)), link.target)
        self.chains[role] = chain
        for onward in (one for one in links if one.origin == link.target):
            if len(chain) > DEEPEST or onward.target in chain:
                columns = ", ".join(onward.columns)
                yield Noted(role, f"the role is not followed on to `{onward.target}` ({columns})")
            else:
                self.joined.append(Joined(onward, role))


def give_roles(links: Sequence[Link], names: Names) -> tuple[list[Joined], list[Noted]]:
    """Relations by which no node is reached in two meanings, and where roles end."""
    graph = _Graph([Joined(link, link.origin) for link in links])
    noted: list[Noted] = []
    # A row and its parent are one entity in two meanings, wherever one starts from.
    due = {index for index, link in enumerate(links) if link.origin == link.target}
    while due := due or _due(graph):
        for index in sorted(due):
            noted.extend(graph.give_role(index, names, links))
        due = set()
    return graph.joined, noted


def _due(graph: _Graph) -> set[int]:
    """The relations that need a role: all that meet in the first ambiguous entity of some root.

    A role that is ambiguous stands on a circle, and from another root the circle's entity is.
    """
    edges = graph.edges()
    due: set[int] = set()
    for root in edges:
        meant = (edge.target for edge, _ in second_meanings(edges, root))
        first = next((name for name in meant if name not in graph.chains), None)
        if first:
            reached = (edge for name in _reachable(edges, root) for edge in edges[name])
            due |= {edge.relation for edge in reached if edge.target == first}
    return due


def _reachable(edges: dict[str, list[Edge]], root: str) -> set[str]:
    found, stack = {root}, [root]
    while stack:
        for edge in edges[stack.pop()]:
            if edge.target not in found:
                found.add(edge.target)
                stack.append(edge.target)
    return found
