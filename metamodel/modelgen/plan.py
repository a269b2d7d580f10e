"""From a metamodel to the cubes it stands for."""

from dataclasses import replace

from metamodel.model.attribute import Attribute, ComputedDimension
from metamodel.model.entity import Entity
from metamodel.model.join_graph import Edge, JoinGraph, Node, join_graph
from metamodel.model.measure import Measure
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.cube_plan import (
    CubePlan,
    DimensionPlan,
    JoinPlan,
    MeasurePlan,
    ModelPlan,
    SegmentPlan,
    Sql,
)
from metamodel.modelgen.expressions import Translator
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.plan_key import composite_key
from metamodel.modelgen.plan_policies import policies
from metamodel.modelgen.plan_rollups import rollup


def plan(model: Metamodel) -> ModelPlan:
    """Every cube of a lint-clean document. Raises PlanRefused for what lint would have found."""
    graph = join_graph(model)
    own = tuple(_own_cube(model, graph, node) for node in graph.nodes.values() if not node.is_role)
    roles = tuple(_role_cube(model, graph, node) for node in graph.nodes.values() if node.is_role)
    return ModelPlan(
        model.name, model.spec_version, model.extent.start, model.extent.end, own + roles
    )


def _own_cube(model: Metamodel, graph: JoinGraph, node: Node) -> CubePlan:
    cube = _whole(model, graph, node)
    words = Translator(graph, node)
    made = tuple(rollup(words, item, model.extent) for item in node.entity.pre_aggregations)
    return replace(cube, rollups=made)


def _role_cube(model: Metamodel, graph: JoinGraph, node: Node) -> CubePlan:
    """A cube that extends the entity's own.

    Cube copies joins and rollups with it, so an entity that has any is written out whole instead.
    """
    relation = next(item for item in model.relations if item.role == node.name)
    title, description = relation.title, relation.description
    entity = node.entity
    if entity.pre_aggregations or graph.edges[entity.name]:
        whole = _whole(model, graph, node)
        return replace(
            whole, title=title or whole.title, description=description or whole.description
        )
    return CubePlan(
        name=node.cube,
        entity=entity.name,
        table=None,
        extends=entity.cube,
        title=title,
        description=description,
        joins=_joins(graph, node),
        tenancy_member=entity.tenancy.attribute,
    )


def _whole(model: Metamodel, graph: JoinGraph, node: Node) -> CubePlan:
    entity, words = node.entity, Translator(graph, node)
    return CubePlan(
        name=node.cube,
        entity=entity.name,
        table=entity.source.table,
        title=entity.title,
        description=entity.description,
        joins=_joins(graph, node),
        dimensions=_dimensions(entity, words),
        measures=tuple(_measure(item, words) for item in entity.measures),
        segments=tuple(
            SegmentPlan(item.name, words.sql(item.expression), item.title, item.description)
            for item in entity.segments
        ),
        policies=policies(entity, model.defaults.tenancy),
        tenancy_member=entity.tenancy.attribute,
    )


def _joins(graph: JoinGraph, node: Node) -> tuple[JoinPlan, ...]:
    return tuple(
        JoinPlan(graph.nodes[edge.target].cube, edge.cardinality.value, _join_sql(graph, edge))
        for edge in graph.edges[node.name]
    )


def _join_sql(graph: JoinGraph, edge: Edge) -> Sql:
    origin, target = graph.nodes[edge.origin], graph.nodes[edge.target]
    pairs = []
    for pair in edge.on:
        left, right = origin.entity.attribute(pair.origin), target.entity.attribute(pair.target)
        if left is None or right is None:
            raise PlanRefused(
                edge.origin, edge.target, f"no attributes {pair.origin}, {pair.target}"
            )
        pairs.append(f"{{CUBE}}.{left.column} = {{{target.cube}}}.{right.column}")
    return Sql(" AND ".join(pairs))


def _dimensions(entity: Entity, words: Translator) -> tuple[DimensionPlan, ...]:
    composite = composite_key(entity)
    simple = entity.keys.primary if composite is None else ()
    return (
        *((composite,) if composite else ()),
        *(_attribute(item, words, is_key=item.name in simple) for item in entity.attributes),
        *(_computed(item, words) for item in entity.computed),
    )


def _attribute(item: Attribute, words: Translator, *, is_key: bool) -> DimensionPlan:
    return DimensionPlan(
        name=item.name,
        type=item.member_type.value,
        sql=words.column(item),
        title=item.title,
        description=item.description,
        # Cube hides keys unless told otherwise.
        public=item.public if is_key or not item.public else None,
        primary_key=is_key,
    )


def _computed(item: ComputedDimension, words: Translator) -> DimensionPlan:
    return DimensionPlan(
        name=item.name,
        type=item.type.value,
        sql=words.sql(item.expression),
        title=item.title,
        description=item.description,
        public=None if item.public else False,
        sub_query=item.sub_query,
        propagate_filters=item.propagate_filters,
    )


def _measure(item: Measure, words: Translator) -> MeasurePlan:
    return MeasurePlan(
        name=item.name,
        type=item.type.value,
        sql=words.sql(item.expression) if item.expression else None,
        filters=tuple(words.sql(text) for text in item.filters),
        title=item.title,
        description=item.description,
        format=item.format,
        public=None if item.public else False,
    )
