"""A document with what many rules ask of it: its join graph, its members, its expressions."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from metamodel.lint.member_texts import Member, expressions_of
from metamodel.model.access import AccessPolicy, TenancyDefaults
from metamodel.model.attribute import Attribute
from metamodel.model.entity import Entity
from metamodel.model.join_graph import JoinGraph, Node, join_graph
from metamodel.model.measure import Measure
from metamodel.model.metamodel import Metamodel
from metamodel.model.pre_aggregation import PreAggregation
from metamodel.model.references import Reference, references, split_member
from metamodel.model.view import View

__all__ = ["Expression", "Member", "Subject", "find_member", "references_of", "rollup_names"]


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression of an entity's member and its place."""

    pointer: str
    entity: Entity
    member: Member
    text: str
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Subject:
    """One document under examination on one day."""

    model: Metamodel
    today: date = date.min
    graph: JoinGraph = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "graph", join_graph(self.model))

    @property
    def tenancy(self) -> TenancyDefaults | None:
        """The document's tenancy defaults."""
        return self.model.defaults.tenancy

    def entities(self) -> Iterator[tuple[str, Entity]]:
        """Each entity with its pointer."""
        for index, entity in enumerate(self.model.entities):
            yield f"/entities/{index}", entity

    def rollups(self) -> Iterator[tuple[str, Entity, PreAggregation]]:
        """Each pre-aggregation with its pointer and entity."""
        for place, entity in self.entities():
            for index, item in enumerate(entity.pre_aggregations):
                yield f"{place}/preAggregations/{index}", entity, item

    def members(self, place: str, entity: Entity) -> Iterator[tuple[str, Member]]:
        """Each member of an entity with its pointer."""
        kinds: tuple[tuple[str, tuple[Member, ...]], ...] = (
            ("attributes", entity.attributes),
            ("computed", entity.computed),
            ("measures", entity.measures),
            ("segments", entity.segments),
        )
        for key, items in kinds:
            for index, item in enumerate(items):
                yield f"{place}/{key}/{index}", item

    @cached_property
    def all_members(self) -> tuple[tuple[str, Entity, Member], ...]:
        """Each member of the document with its pointer and its entity."""
        return tuple(
            (at, entity, member)
            for place, entity in self.entities()
            for at, member in self.members(place, entity)
        )

    @cached_property
    def expressions(self) -> tuple[Expression, ...]:
        """Every expression and filter of the document's members."""
        return tuple(
            Expression(f"{at}{below}", entity, member, text, references(text))
            for at, entity, member in self.all_members
            for below, text in expressions_of(member)
        )

    @cached_property
    def attributes(self) -> tuple[tuple[str, Entity, Attribute], ...]:
        """Each attribute with its pointer and its entity."""
        return tuple(
            (at, entity, member)
            for at, entity, member in self.all_members
            if isinstance(member, Attribute)
        )

    @cached_property
    def measures(self) -> tuple[tuple[str, Entity, Measure], ...]:
        """Each measure with its pointer and its entity."""
        return tuple(
            (at, entity, member)
            for at, entity, member in self.all_members
            if isinstance(member, Measure)
        )

    @cached_property
    def policies(self) -> tuple[tuple[str, Entity, AccessPolicy], ...]:
        """Each policy that an entity states, with its pointer and its entity."""
        return tuple(
            (f"{place}/access/{index}", entity, policy)
            for place, entity in self.entities()
            for index, policy in enumerate(entity.access or ())
        )

    @cached_property
    def admins(self) -> frozenset[str]:
        """The groups that see every tenant's rows."""
        return frozenset(self.tenancy.admin_groups if self.tenancy else ())

    def views(self) -> Iterator[tuple[str, View]]:
        """Each view with its pointer."""
        for index, view in enumerate(self.model.views):
            yield f"/views/{index}", view

    def view(self, name: str) -> tuple[str, View] | None:
        """The view of that name with its pointer."""
        return self._views.get(name)

    @cached_property
    def _views(self) -> dict[str, tuple[str, View]]:
        return {view.name: (place, view) for place, view in self.views()}

    def reaches(self, origin: str, target: str) -> bool:
        """Is there a way of joins from one node to another?"""
        if origin not in self._reach:
            seen, stack = {origin}, [origin]
            while stack:
                for edge in self.graph.edges.get(stack.pop(), ()):
                    if edge.target not in seen:
                        seen.add(edge.target)
                        stack.append(edge.target)
            self._reach[origin] = seen
        return target in self._reach[origin]

    @cached_property
    def _reach(self) -> dict[str, set[str]]:
        return {}

    def node(self, entity: Entity, reference: Reference) -> Node | None:
        """The node that a reference made by an entity names."""
        return self.graph.nodes.get(reference.node or entity.name)

    def resolve(self, entity: Entity, reference: Reference) -> Member | None:
        """What a reference made by an entity leads to; None if nothing."""
        node = self.node(entity, reference)
        return find_member(node.entity, reference.member or "") if node else None

    def resolve_name(self, entity: Entity, name: str) -> Member | None:
        """The same for a member as rollups and times name it."""
        return self.resolve(entity, split_member(name))


def find_member(entity: Entity, name: str) -> Member | None:
    """The member of that name, whatever its kind."""
    return entity.dimension(name) or entity.measure(name) or entity.segment(name)


def references_of(member: Member) -> Iterator[Reference]:
    """Every reference to a member that a member's expressions make."""
    for _, text in expressions_of(member):
        yield from (item for item in references(text) if item.member is not None)


def rollup_names(item: PreAggregation) -> Iterator[tuple[str, str]]:
    """Each member a rollup names, with its pointer below the rollup's."""
    for key, names in (
        ("measures", item.measures),
        ("dimensions", item.dimensions),
        ("segments", item.segments),
    ):
        for index, name in enumerate(names):
            yield f"/{key}/{index}", name
    if item.time:
        yield "/time/dimension", item.time.dimension
    for index, one in enumerate(item.times):
        yield f"/times/{index}/dimension", one.dimension
