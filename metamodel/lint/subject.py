"""A document with what many rules ask of it: its join graph, its members, its expressions."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from metamodel.lint.member_texts import Member, expressions_of
from metamodel.model.access import TenancyDefaults
from metamodel.model.entity import Entity
from metamodel.model.join_graph import JoinGraph, Node, join_graph
from metamodel.model.metamodel import Metamodel
from metamodel.model.pre_aggregation import PreAggregation
from metamodel.model.references import Reference, references, split_member

__all__ = ["Expression", "Member", "Subject", "find_member", "references_of", "rollup_names"]


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression of an entity's member and its place."""

    pointer: str
    entity: Entity
    member: Member
    text: str


@dataclass(frozen=True, slots=True)
class Subject:
    """One document under examination."""

    model: Metamodel
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

    def expressions(self) -> Iterator[Expression]:
        """Every expression and filter of the document."""
        for place, entity in self.entities():
            for at, member in self.members(place, entity):
                for below, text in expressions_of(member):
                    yield Expression(f"{at}{below}", entity, member, text)

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
