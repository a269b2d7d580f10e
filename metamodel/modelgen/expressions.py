"""From expressions of the document to SQL with Cube's references."""

from dataclasses import dataclass

from metamodel.model.attribute import Attribute
from metamodel.model.join_graph import JoinGraph, Node
from metamodel.model.references import SELF, Reference, replace_references, split_member
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.sql import Sql


@dataclass(frozen=True, slots=True)
class Translator:
    """Writes the expressions of one node for Cube."""

    graph: JoinGraph
    node: Node

    def column(self, attribute: Attribute) -> Sql:
        """An attribute as it stands in the table."""
        return Sql("{CUBE}." + attribute.column)

    def sql(self, expression: str) -> Sql:
        """An expression in parentheses, because Cube pastes it as it is; a lone reference bare."""
        bare = expression.strip()
        text = replace_references(bare, self._reference)
        alone = bare.startswith("{") and bare.find("}") == len(bare) - 1
        return Sql(text if alone else f"({text})")

    def text(self, expression: str) -> Sql:
        """An expression that stands alone, such as a whole query: as it is, but for references."""
        return Sql(replace_references(expression.strip(), self._reference))

    def members(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Members as `cube.member`."""
        return tuple(self.member(split_member(name)) for name in names)

    def local(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Members as this cube writes them: its own by name alone, so that a role inherits them."""
        found = (split_member(name) for name in names)
        return tuple(
            self.member(item) if item.node is not None else str(item.member) for item in found
        )

    def member(self, reference: Reference) -> str:
        """A member as `cube.member`."""
        node = self._node(reference.node)
        return f"{node.cube}.{reference.member}"

    def _reference(self, reference: Reference) -> str:
        if reference.member is None:
            return "{" + SELF + "}"
        if reference.node is None:
            attribute = self.node.entity.attribute(reference.member)
            own = f"{{{SELF}.{reference.member}}}"
            return self.column(attribute) if attribute else own
        return f"{{{self.member(reference)}}}"

    def _node(self, name: str | None) -> Node:
        if name is None:
            return self.node
        found = self.graph.nodes.get(name)
        if found is None:
            raise PlanRefused(self.node.name, f"`{name}` is neither an entity nor a role")
        return found
