"""A metamodel in the form of Open Semantic Interchange (now Apache Ossie), core spec 0.2.0.dev0.

Datasets are cubes, and each role of one; fields are dimensions; metrics are measures, named
`<cube>__<measure>` because they are the model's. What the form has no words for stands, as the
document says it, in `custom_extensions` of the vendor RAMPART, and is told besides.
Source: https://github.com/apache/ossie, core-spec/spec.md.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from metamodel.exporters.not_said import NotSaid
from metamodel.exporters.osi_expressions import Speaker, Unspeakable, unique_columns
from metamodel.exporters.osi_words import (
    DIALECT,
    Json,
    datatype,
    exact,
    expression,
    extension,
    said_by,
    words,
)
from metamodel.model.attribute import Attribute, ComputedDimension, MemberType
from metamodel.model.join_graph import JoinGraph, Node, join_graph
from metamodel.model.measure import Measure, MeasureType
from metamodel.model.metamodel import Metamodel
from metamodel.model.part import Part
from metamodel.model.relation import Relation, RelationCardinality

VERSION = "0.2.0.dev0"
_SAID_OF_MODEL = frozenset({"name", "title", "description", "entities", "relations"})
_SAID_OF_ENTITY = frozenset(
    {"name", "cube", "title", "description", "source", "keys", "attributes", "computed", "measures"}
)
_SAID_OF_FIELD = frozenset(
    {"name", "title", "description", "column", "expression", "case", "aliases"}
)
_SAID_OF_METRIC = frozenset(
    {"name", "title", "description", "type", "expression", "filters", "aliases"}
)
_SAID_OF_RELATION = frozenset({"id", "from", "to", "role", "on", "title", "description"})
_IDS = frozenset({"id"})
_COUNTS = frozenset({MeasureType.COUNT, MeasureType.COUNT_DISTINCT})


@dataclass(frozen=True, slots=True)
class OsiExport:
    """The document in the form, and what the form has no words for."""

    document: Json
    not_said: tuple[NotSaid, ...]

    @property
    def text(self) -> str:
        """JSON, which readers of YAML take too."""
        return json.dumps(self.document, indent=2, ensure_ascii=False) + "\n"


def export_osi(model: Metamodel) -> OsiExport:
    """The whole document; a measure or dimension without words is kept in an extension."""
    return _Export(model, join_graph(model)).run()


@dataclass(slots=True)
class _Export:
    model: Metamodel
    graph: JoinGraph
    found: list[NotSaid] = field(default_factory=list)

    def run(self) -> OsiExport:
        datasets = [self._dataset(node) for node in self.graph.nodes.values()]
        metrics: dict[str, Json] = {}
        for node in self.graph.nodes.values():
            if not node.is_role:
                self._metrics(node, metrics)
        relationships = [self._relationship(item) for item in self.model.relations]
        self.found.append(
            NotSaid(
                "document",
                "dialect",
                why=f"expressions are the SQL of its database, written as {DIALECT}",
                kept=False,
            )
        )
        semantic: Json = {
            "name": self.model.name,
            **words(self.model),
            "datasets": datasets,
            "relationships": relationships,
            "metrics": list(metrics.values()),
            **self._rest(self.model, _SAID_OF_MODEL, "document"),
        }
        return OsiExport({"version": VERSION, "semantic_model": [semantic]}, tuple(self.found))

    def _dataset(self, node: Node) -> Json:
        entity = node.entity
        columns = {item.name: item.column for item in entity.attributes}
        unique = unique_columns(entity)
        return {
            "name": node.cube,
            "source": entity.source.table or str(entity.source.sql).strip(),
            "primary_key": [columns[name] for name in entity.keys.primary if name in columns],
            **({"unique_keys": unique} if unique else {}),
            **words(entity),
            "fields": self._fields(node),
            **(self._role(node) if node.is_role else self._entity(node)),
        }

    def _entity(self, node: Node) -> Json:
        entity = node.entity
        more: Json = {"entity": entity.name}
        if entity.source.data_source:
            more["dataSource"] = entity.source.data_source
            self.found.append(NotSaid(node.cube, "source.dataSource"))
        more |= {"computed": self._unspeakable(node, entity.computed, "computed")}
        more |= {"measures": self._unspeakable(node, entity.measures, "measures")}
        said = {key: value for key, value in more.items() if value}
        return self._rest(entity, _SAID_OF_ENTITY, node.cube, said)

    def _role(self, node: Node) -> Json:
        """A role has the fields of the cube it stands for; that cube says the rest."""
        own = node.entity.cube
        self.found.append(NotSaid(node.cube, "role", why=f"it is `{own}` under another name"))
        if node.entity.measures:
            why = f"as those of `{own}`"
            self.found.append(NotSaid(node.cube, "measures", why=why, kept=False))
        return extension({"roleOf": own})

    def _fields(self, node: Node) -> list[Json]:
        speaker, fields = Speaker(self.graph, node), []
        everything: tuple[Attribute | ComputedDimension, ...] = (
            *node.entity.attributes,
            *node.entity.computed,
        )
        for item in everything:
            try:
                sql = speaker.field(item)
            except Unspeakable:
                continue  # told with the entity
            fields.append(self._field(node, item, sql))
        return fields

    def _field(self, node: Node, item: Attribute | ComputedDimension, sql: str) -> Json:
        said = _SAID_OF_FIELD | {"type"} if exact(item) else _SAID_OF_FIELD
        rest = {} if node.is_role else self._rest(item, said, node.cube, member=item.name)
        return {
            "name": item.name,
            "expression": expression(sql),
            "dimension": {"is_time": item.member_type is MemberType.TIME},
            **words(item),
            **datatype(item),
            **rest,
        }

    def _metrics(self, node: Node, known: dict[str, Json]) -> None:
        """Add a dataset's metrics to those of the model, where each name is there once."""
        speaker = Speaker(self.graph, node)
        for item in node.entity.measures:
            name = f"{node.cube}__{item.name}"
            try:
                sql = speaker.metric(item)
            except Unspeakable:
                continue  # told with the entity
            if name in known:
                why = f"another metric is called `{name}`"
                self.found.append(NotSaid(node.cube, "measures", item.name, why, kept=False))
                continue
            known[name] = {
                "name": name,
                "expression": expression(sql),
                **words(item),
                **({"datatype": "Integer"} if item.type in _COUNTS else {}),
                **self._rest(item, _SAID_OF_METRIC, node.cube, member=item.name),
            }

    def _unspeakable(
        self, node: Node, items: Iterable[ComputedDimension | Measure], kind: str
    ) -> list[Json]:
        """The dimensions or measures without an expression in the form, as the document says."""
        speaker, kept = Speaker(self.graph, node), []
        for item in items:
            try:
                _ = speaker.metric(item) if isinstance(item, Measure) else speaker.field(item)
            except Unspeakable as reason:
                self.found.append(NotSaid(node.cube, kind, item.name, str(reason)))
                kept.append(said_by(item))
        return kept

    def _relationship(self, item: Relation) -> Json:
        """From the many side to the one, whichever way the document has it."""
        origin, target = self.graph.nodes[item.origin], self.graph.nodes[item.target_node]
        left = [_column(origin, pair.origin) for pair in item.on]
        right = [_column(target, pair.target) for pair in item.on]
        if item.cardinality is RelationCardinality.ONE_TO_MANY:
            origin, target, left, right = target, origin, right, left
        said = _SAID_OF_RELATION
        if item.cardinality is not RelationCardinality.ONE_TO_ONE:
            said = said | {"cardinality"}
        context = dict(words(item).get("ai_context", {}))
        if item.description:
            context["instructions"] = item.description
        return {
            "name": item.id,
            "from": origin.cube,
            "to": target.cube,
            "from_columns": left,
            "to_columns": right,
            **({"ai_context": context} if context else {}),
            **self._rest(item, said, item.id),
        }

    def _rest(
        self,
        part: Part,
        said: frozenset[str] | set[str],
        place: str,
        more: Mapping[str, Any] | None = None,
        *,
        member: str = "",
    ) -> Json:
        """All that the part says and the form does not, as an extension; each key is told."""
        rest = {key: value for key, value in said_by(part).items() if key not in said}
        self.found += [NotSaid(place, key, member) for key in rest if key not in _IDS]
        return extension({**(more or {}), **rest})


def _column(node: Node, attribute: str) -> str:
    found = node.entity.attribute(attribute)
    return found.column if found else attribute
