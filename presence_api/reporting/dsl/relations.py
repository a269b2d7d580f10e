"""Relation paths: which entity or role the words of a request lead to, and by which way."""

from collections.abc import Sequence
from dataclasses import dataclass

from metamodel.model.join_graph import Edge, JoinGraph, Node
from presence_api.reporting.dsl.faults import Fault, FaultCode, shown
from presence_api.reporting.dsl.request import MOST_RELATIONS, Named
from presence_api.request_fault import near


@dataclass(frozen=True, slots=True)
class Relations:
    """The ways that lead on from one entity of a graph."""

    graph: JoinGraph
    origin: str

    def follow(self, names: Sequence[str], asked: Named) -> Node | Fault:
        """Where relations named by target or by role lead to.

        Cube always takes the shortest way to a cube, so no other way can be asked for.
        """
        if len(names) > MOST_RELATIONS:
            message = f"leads over {len(names)} relations; {MOST_RELATIONS} are allowed"
            return Fault(asked.at, FaultCode.OUT_OF_RANGE, message)
        here, way = self.origin, []
        for name in names:
            found = self._edges(here, name)
            if len(found) != 1:
                return self._lost(here, name, found, asked)
            way.append(found[0])
            here = found[0].target
        shortest = self.graph.path(self.origin, here)
        if shortest is not None and [item.target for item in shortest] != [
            item.target for item in way
        ]:
            message = "is not the way that rows are joined"
            return Fault(asked.at, FaultCode.UNFIT, message, (self.spell(here),))
        return self.graph.nodes[here]

    def spell(self, node: str) -> str:
        """The one spelling of the way to a node: entities by name, roles where that is unclear."""
        way = self.graph.path(self.origin, node) or ()
        return ".".join(self._word(item) for item in way)

    def next_words(self, node: str) -> tuple[str, ...]:
        """The relations that leave a node, in their one spelling."""
        return tuple(self._word(item) for item in self._visible(node))

    def _edges(self, node: str, name: str) -> list[Edge]:
        edges = self._visible(node)
        exact = [item for item in edges if item.target == name]
        return exact or [
            item for item in edges if self.graph.nodes[item.target].entity.name == name
        ]

    def _visible(self, node: str) -> list[Edge]:
        nodes = self.graph.nodes
        return [item for item in self.graph.edges.get(node, ()) if nodes[item.target].entity.public]

    def _word(self, edge: Edge) -> str:
        entity = self.graph.nodes[edge.target].entity.name
        return entity if self._edges(edge.origin, entity) == [edge] else edge.target

    def _lost(self, here: str, name: str, found: list[Edge], asked: Named) -> Fault:
        if found:
            roles = tuple(item.target for item in found)
            message = f"`{name}` is reached in {len(roles)} ways"
            return Fault(asked.at, FaultCode.AMBIGUOUS_NAME, message, roles)
        message = f"there is no relation `{shown(name)}` here"
        return Fault(asked.at, FaultCode.UNKNOWN_NAME, message, near(name, self.next_words(here)))
