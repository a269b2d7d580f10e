"""From a metamodel to the cubes it stands for."""

from functools import partial

from msgspec.structs import replace

from metamodel.kernel.memory import Memory
from metamodel.model.entity import RefreshKey
from metamodel.model.join_graph import Edge, JoinGraph, Node, join_graph
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.cube_plan import CubePlan, JoinPlan, ModelPlan
from metamodel.modelgen.expressions import Translator
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.plan_measures import measure
from metamodel.modelgen.plan_members import dimensions, hierarchy, segment
from metamodel.modelgen.plan_policies import policies
from metamodel.modelgen.plan_rollups import rollups
from metamodel.modelgen.plan_views import view_groups, views
from metamodel.modelgen.rollup_plan import RefreshKeyPlan
from metamodel.modelgen.sql import Sql


def plan(model: Metamodel, memory: Memory | None = None) -> ModelPlan:
    """Every cube of a lint-clean document. Raises PlanRefused for what lint would have found.

    With the `memory` of an earlier plan, cubes whose entity, joins and neighbours are the very same
    are not planned again.
    """
    graph, known = join_graph(model), memory or Memory()
    names = tuple((node.name, node.cube, node.is_role) for node in graph.nodes.values())
    whole = known.same("nodes", names)

    def cube(node: Node) -> CubePlan:
        make = partial(_role_cube if node.is_role else _own_cube, model, graph, node)
        edges = graph.edges[node.name]
        around = [part for edge in edges for part in _around(model, graph, edge)]
        roots = (model.relations if node.is_role else None, model.defaults, node.entity)
        return known.recall(("planned", node.name), (whole, *roots, *around), make)

    nodes = graph.nodes.values()
    own = tuple(cube(node) for node in nodes if not node.is_role)
    roles = tuple(cube(node) for node in nodes if node.is_role)
    return ModelPlan(
        name=model.name,
        spec_version=model.spec_version,
        extent_start=model.extent.start,
        extent_end=model.extent.end,
        cubes=own + roles,
        views=views(model, graph, own + roles),
        view_groups=view_groups(model),
    )


def _around(model: Metamodel, graph: JoinGraph, edge: Edge) -> tuple[object, object]:
    """What decides about a join beside the cube that it leaves."""
    return model.relations[edge.relation], graph.nodes[edge.target].entity


def _own_cube(model: Metamodel, graph: JoinGraph, node: Node) -> CubePlan:
    cube = _whole(model, graph, node)
    words = Translator(graph, node)
    made = rollups(words, node.entity.pre_aggregations, model.extent)
    return replace(cube, pre_aggregations=made)


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
        sql_table=entity.source.table,
        sql=words.text(entity.source.sql) if entity.source.sql else None,
        # A role of the same table cannot answer to the same short name.
        sql_alias=None if node.is_role else entity.sql_alias,
        data_source=entity.source.data_source,
        title=entity.title,
        description=entity.description,
        public=None if entity.public else False,
        calendar=entity.calendar,
        rewrite_queries=entity.rewrite_queries,
        refresh_key=_refresh_key(entity.refresh_key, words) if entity.refresh_key else None,
        joins=_joins(graph, node),
        dimensions=dimensions(entity, words),
        measures=tuple(measure(item, words) for item in entity.measures),
        segments=tuple(segment(item, words) for item in entity.segments),
        hierarchies=tuple(hierarchy(item, words) for item in entity.hierarchies),
        access_policy=policies(entity, model.defaults.tenancy),
        meta=entity.meta,
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


def _refresh_key(item: RefreshKey, words: Translator) -> RefreshKeyPlan:
    return RefreshKeyPlan(
        every=item.every,
        timezone=item.timezone,
        sql=words.text(item.sql) if item.sql else None,
        immutable=item.immutable,
    )
