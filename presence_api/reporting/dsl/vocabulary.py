"""What names mean in reports on one entity, for one person."""

from collections.abc import Callable, Collection, Iterable, Sequence

from metamodel.model.entity import Entity
from metamodel.model.join_graph import JoinGraph, Node
from metamodel.model.measure import Measure
from metamodel.model.metamodel import Metamodel
from metamodel.model.references import split_member
from presence_api.reporting.dsl.faults import Fault, FaultCode, shown
from presence_api.reporting.dsl.member import Kind, Member
from presence_api.reporting.dsl.relations import Relations
from presence_api.reporting.dsl.request import Named
from presence_api.reporting.dsl.visibility import Definition, Onlooker, Visibility
from presence_api.request_fault import near


class Vocabulary:
    """The words of reports on an entity.

    What somebody may not see is as unknown as a typing error: neither its fault nor its suggestions
    tell them that it exists.
    """

    def __init__(
        self, model: Metamodel, graph: JoinGraph, entity: Entity, groups: Collection[str]
    ) -> None:
        self.entity = entity
        self._graph = graph
        self._onlooker = Onlooker(groups, model.defaults.tenancy)
        self._relations = Relations(graph, entity.name)

    def dimension(self, asked: Named) -> Member | Fault:
        """A dimension of the entity, or by a relation path one of another."""
        found = self._member(asked, _dimensions)
        if isinstance(found, Member) and found.kind is Kind.OTHER:
            return Fault(asked.at, FaultCode.UNFIT, "rows cannot be grouped by it")
        return found

    def segment(self, asked: Named) -> Member | Fault:
        """A segment of the entity, or by a relation path one of another."""
        return self._member(asked, lambda entity: entity.segments)

    def measure(self, asked: Named) -> Member | Fault:
        """A measure of the entity itself: those of others are reports of their own."""
        return self._of(self._graph.nodes[self.entity.name], asked.text, asked, _measures)

    def own_time(self, at: str) -> Member | Fault:
        """The time that says when the entity's rows happened."""
        if self.entity.time is None:
            message = f"wants `field`: `{self.entity.name}` has no time of its own"
            return Fault(at, FaultCode.MISSING, message)
        return self.dimension(Named(self.entity.time.dimension, at))

    def drill_members(self, measure: Member) -> tuple[Member, ...]:
        """The dimensions that show the rows behind a measure, of those that somebody sees."""
        item = measure.definition
        names = item.drill_members if isinstance(item, Measure) else ()
        found = (self._drill_member(name) for name in names)
        return tuple(one for one in found if one)

    def _drill_member(self, name: str) -> Member | None:
        """A dimension as documents refer to it: its own by name, others by their node."""
        reference = split_member(name)
        node = self._graph.nodes.get(reference.node or self.entity.name)
        if node is None:
            return None
        asked = Named(reference.member or "", "")
        found = self._of(node, asked.text, asked, _dimensions)
        return found if isinstance(found, Member) and found.kind is not Kind.OTHER else None

    def _member(
        self, asked: Named, offered: Callable[[Entity], Iterable[Definition]]
    ) -> Member | Fault:
        *relations, name = asked.text.split(".")
        node = self._relations.follow(relations, asked)
        return node if isinstance(node, Fault) else self._of(node, name, asked, offered)

    def _of(
        self,
        node: Node,
        name: str,
        asked: Named,
        offered: Callable[[Entity], Iterable[Definition]],
    ) -> Member | Fault:
        seen = [(item, self._onlooker.sees(node.entity, item)) for item in offered(node.entity)]
        visible = [(item, level) for item, level in seen if level is not Visibility.HIDDEN]
        way = self._relations.spell(node.name)
        prefix = f"{way}." if way else ""
        for item, level in sorted(visible, key=lambda one: one[0].name != name):
            if name == item.name or name in item.aliases:
                return Member(f"{prefix}{item.name}", node.name, item, level)
        if name in self._relations.next_words(node.name):
            return Fault(asked.at, FaultCode.UNFIT, f"`{name}` leads to an entity; name a member")
        message = f"there is no `{shown(name)}` here"
        close = near(name, (item.name for item, _ in visible))
        return Fault(
            asked.at, FaultCode.UNKNOWN_NAME, message, tuple(f"{prefix}{word}" for word in close)
        )


def reportable(model: Metamodel) -> Sequence[str]:
    """The entities that reports may be about."""
    return [item.name for item in model.entities if item.public]


def _dimensions(entity: Entity) -> Iterable[Definition]:
    shown_columns = (item for item in entity.attributes if not item.type.opaque)
    return (*shown_columns, *entity.computed)


def _measures(entity: Entity) -> Iterable[Definition]:
    return entity.measures
