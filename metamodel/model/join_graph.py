"""The join graph: one node per cube, an edge per join. A role has its own joins only."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

from metamodel.model.entity import Entity
from metamodel.model.metamodel import Metamodel
from metamodel.model.relation import AttributePair, RelationCardinality


@dataclass(frozen=True, slots=True)
class Node:
    """An entity's own cube, or a role of it; `name` is how documents refer to it."""

    name: str
    cube: str
    entity: Entity
    is_role: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """A join from one node to another; `relation` is its index in the document."""

    origin: str
    target: str
    relation: int
    cardinality: RelationCardinality
    on: tuple[AttributePair, ...]


@dataclass(frozen=True, slots=True)
class JoinGraph:
    """All nodes by name, and the edges that leave each."""

    nodes: Mapping[str, Node]
    edges: Mapping[str, tuple[Edge, ...]]

    def path(self, origin: str, target: str) -> tuple[Edge, ...] | None:
        """A shortest path, in document order among equals; None if there is none."""
        came: dict[str, tuple[Edge, ...]] = {origin: ()}
        queue = deque([origin])
        while queue:
            here = queue.popleft()
            if here == target:
                return came[here]
            for edge in self.edges.get(here, ()):
                if edge.target not in came:
                    came[edge.target] = (*came[here], edge)
                    queue.append(edge.target)
        return None


def join_graph(model: Metamodel) -> JoinGraph:
    """The graph of a document; relations with unknown ends are left out."""
    nodes = {item.name: Node(item.name, item.cube, item, is_role=False) for item in model.entities}
    for relation in model.relations:
        entity = model.entity(relation.target)
        if relation.role and entity and relation.role not in nodes:
            nodes[relation.role] = Node(relation.role, relation.role, entity, is_role=True)
    edges: dict[str, list[Edge]] = {name: [] for name in nodes}
    for index, item in enumerate(model.relations):
        if item.origin in nodes and item.target_node in nodes:
            edge = Edge(item.origin, item.target_node, index, item.cardinality, item.on)
            edges[item.origin].append(edge)
    return JoinGraph(nodes, {name: tuple(found) for name, found in edges.items()})
