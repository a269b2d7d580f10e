"""Expressions of a document in the words of Open Semantic Interchange.

A field is SQL over the columns of its own dataset; a metric is an aggregate over `dataset.field`.
What is neither is refused with a reason, so that whoever asked can tell it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from metamodel.kernel.errors import RampartError
from metamodel.model.attribute import Attribute, ComputedDimension
from metamodel.model.cases import Case, Label
from metamodel.model.entity import Entity
from metamodel.model.join_graph import JoinGraph, Node
from metamodel.model.measure import Measure, MeasureType
from metamodel.model.references import Reference, replace_references

_AGGREGATES: Mapping[MeasureType, str] = {
    MeasureType.SUM: "SUM({})",
    MeasureType.MIN: "MIN({})",
    MeasureType.MAX: "MAX({})",
    MeasureType.AVG: "AVG({})",
    MeasureType.COUNT: "COUNT({})",
    MeasureType.COUNT_DISTINCT: "COUNT(DISTINCT {})",
}
_CALCULATIONS = frozenset(
    {MeasureType.NUMBER, MeasureType.STRING, MeasureType.TIME, MeasureType.BOOLEAN}
)
_Dimension = Attribute | ComputedDimension


class Unspeakable(RampartError):
    """A form for other programs has no expression for a member; the argument says why."""

    code = "EXP-001"
    hint = "The member is kept in the form's extensions, as the document says it."


@dataclass(frozen=True, slots=True)
class Speaker:
    """Writes the expressions of one dataset."""

    graph: JoinGraph
    node: Node

    def field(self, item: _Dimension, via: tuple[str, ...] = ()) -> str:
        """A dimension over its dataset's columns. Raises Unspeakable."""
        if isinstance(item, Attribute):
            return item.column
        if item.sub_query or item.multi_stage or item.filter:
            raise Unspeakable("it looks beyond a row")
        if item.case:
            return self._case(item.case, (*via, item.name))
        if item.expression is None:
            raise Unspeakable("it has no single expression")
        return self._over_columns(item.expression, (*via, item.name))

    def metric(self, item: Measure, via: tuple[str, ...] = ()) -> str:
        """A measure over fields of any dataset. Raises Unspeakable."""
        here = (*via, f"{self.node.name}.{item.name}")
        if here[-1] in via:
            raise Unspeakable("it refers to itself")
        if item.multi_stage or item.rolling_window or item.cumulative:
            raise Unspeakable("it is a calculation over other figures or a window")
        if item.type in _CALCULATIONS:
            return self._over_fields(item.expression or "", here)
        if item.type not in _AGGREGATES:
            raise Unspeakable(f"there is no `{item.type.value}`")
        value = self._over_fields(item.expression, here) if item.expression else self._row()
        for condition in reversed(item.filters):
            value = f"CASE WHEN {self._over_fields(condition, here)} THEN {value} END"
        return _AGGREGATES[item.type].format(value)

    def _row(self) -> str:
        """Something that every row has: a part of the key, which is never null."""
        return f"{self.node.cube}.{self.node.entity.keys.primary[0]}"

    def _case(self, case: Case, via: tuple[str, ...]) -> str:
        def label(item: Label) -> str:
            return (
                self._over_columns(item.expression, via) if item.expression else quoted(item.text)
            )

        branches = " ".join(
            f"WHEN {self._over_columns(item.condition, via)} THEN {label(item.label)}"
            for item in case.when
        )
        return f"CASE {branches} ELSE {label(case.otherwise)} END"

    def _over_columns(self, expression: str, via: tuple[str, ...]) -> str:
        def column(reference: Reference) -> str:
            if reference.node not in {None, self.node.name} or reference.member is None:
                raise Unspeakable("it looks at another dataset")
            found = self.node.entity.dimension(reference.member)
            if found is None or found.name in via:
                raise Unspeakable(f"`{reference}` is no field of it")
            return _inner(self.field(found, via), plain=isinstance(found, Attribute))

        return _replaced(expression, column)

    def _over_fields(self, expression: str, via: tuple[str, ...]) -> str:
        def named(reference: Reference) -> str:
            node = self.graph.nodes.get(reference.node or self.node.name)
            if node is None or reference.member is None:
                raise Unspeakable(f"`{reference}` is no field of a dataset")
            there = Speaker(self.graph, node)
            measure = node.entity.measure(reference.member)
            if measure is not None:
                return _inner(there.metric(measure, via), plain=False)
            field = node.entity.dimension(reference.member)
            if field is None:
                raise Unspeakable(f"`{reference}` is no field of a dataset")
            there.field(field)  # raises for what is no field of the export either
            return f"{node.cube}.{field.name}"

        # A bare column, `{CUBE}.x`, has a field's name where an attribute is made of it.
        fields = {item.column: item.name for item in self.node.entity.attributes}
        return _replaced(expression, named, fields)


def quoted(text: str | None) -> str:
    """A text as SQL literal."""
    return "'" + (text or "").replace("'", "''") + "'"


def unique_columns(entity: Entity) -> list[list[str]]:
    """Columns that are said to be unique, each alone."""
    marked = (item for item in entity.attributes if item.constraints and item.constraints.unique)
    return [[item.column] for item in marked]


def _replaced(
    expression: str, new: Callable[[Reference], str], fields: Mapping[str, str] | None = None
) -> str:
    """The expression with its references replaced, bare columns of its own table first."""
    text = expression.strip()
    for column, name in (fields or {}).items():
        text = _without_self(text, column, f"{{{name}}}")
    if fields is None:
        text = text.replace("{CUBE}.", "")
    return replace_references(text, new)


def _without_self(text: str, column: str, new: str) -> str:
    """`{CUBE}.column` replaced, and no longer name that begins like it."""
    before, *rest = text.split(f"{{CUBE}}.{column}")
    joined = before
    for part in rest:
        ends = not (part[:1].isalnum() or part[:1] == "_")
        joined += (new if ends else f"{{CUBE}}.{column}") + part
    return joined


def _inner(text: str, *, plain: bool) -> str:
    return text if plain else f"({text})"
