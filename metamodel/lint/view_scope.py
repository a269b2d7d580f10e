"""What a view shows: each member under its name there."""

from collections.abc import Iterator
from dataclasses import dataclass

from metamodel.lint.subject import Member, Subject, find_member
from metamodel.model.attribute import Attribute
from metamodel.model.entity import Entity
from metamodel.model.join_graph import JoinGraph, Node
from metamodel.model.view import View, ViewCube


@dataclass(frozen=True, slots=True)
class Shown:
    """A member as a view shows it, and where the view says so."""

    name: str
    pointer: str
    node: Node
    member: Member


def follow(graph: JoinGraph, path: str) -> Node | str:
    """The node at the end of a join path, or what is wrong with the path."""
    first, *steps = path.split(".")
    node = graph.nodes.get(first)
    if node is None:
        return f"`{first}` is neither an entity nor a role"
    for step in steps:
        if not any(edge.target == step for edge in graph.edges[node.name]):
            return f"`{node.name}` has no relation to `{step}`"
        node = graph.nodes[step]
    return node


def has_dimension(member: Member) -> bool:
    """Does Cube know a member of it? It has none for columns nobody can group by."""
    return not (isinstance(member, Attribute) and member.type.opaque)


def shown_members(subject: Subject, view: View, place: str) -> list[Shown]:
    """All that a view shows, what it inherits first; paths and names that lead nowhere show none.

    A cube that is split off shows its members in a view of its own.
    """
    return [*_inherited(subject, view), *_own(subject, view, place)]


def _inherited(subject: Subject, view: View) -> Iterator[Shown]:
    seen = {view.name}
    while view.extends and view.extends not in seen:
        seen.add(view.extends)
        found = subject.view(view.extends)
        if found is None:
            return
        place, view = found
        yield from _own(subject, view, place)


def _own(subject: Subject, view: View, place: str) -> Iterator[Shown]:
    for index, item in enumerate(view.cubes):
        node = follow(subject.graph, item.path)
        if item.split or isinstance(node, str):
            continue
        prefix = f"{item.alias or node.cube}_" if item.prefix else ""
        at = f"{place}/cubes/{index}"
        for below, name, member in _taken(item, node.entity):
            yield Shown(f"{prefix}{name}", f"{at}{below}", node, member)


def _taken(item: ViewCube, entity: Entity) -> Iterator[tuple[str, str, Member]]:
    if not item.members:
        everything: tuple[tuple[Member, ...], ...] = (
            entity.attributes,
            entity.computed,
            entity.measures,
            entity.segments,
        )
        for members in everything:
            for member in members:
                if member.name not in item.excludes and has_dimension(member):
                    yield "", member.name, member
    for position, one in enumerate(item.members):
        found = find_member(entity, one.name)
        if found and one.name not in item.excludes:
            yield f"/members/{position}", one.shown_as, found
