"""One metamodel in, everything Cube and a publication need out."""

import dataclasses
import re
from collections.abc import Mapping

from msgspec import structs

from metamodel.kernel.later import Later
from metamodel.kernel.quiet_gc import quiet_gc
from metamodel.model.metamodel import Metamodel
from metamodel.model.partitions import Extent, Granularity
from metamodel.modelgen.closure import Index, UnknownMember
from metamodel.modelgen.cube_plan import CubePlan, ModelPlan
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.hashes import cube_fps, entity_fp, model_version, rollup_fp
from metamodel.modelgen.overlay import with_overlays
from metamodel.modelgen.plan import plan
from metamodel.modelgen.probes import hidden_members, probe_queries
from metamodel.modelgen.render import Renderer
from metamodel.modelgen.rollup import Rollup
from metamodel.modelgen.rollup_plan import RollupPlan
from metamodel.modelgen.stamp import stamped, stamped_view

VIEW_GROUPS = "views/view_groups.yml"
_COLUMN = re.compile(r'\{CUBE\}\.(\w+|".+")')


def generate(
    model: Metamodel, *, templates: Mapping[str, str], overlays: Mapping[str, str], engine: str
) -> GeneratedModel:
    """Render a lint-clean metamodel.

    `templates` are texts by file name (`cube.yml.j2`), `overlays` by `<cube>.yml`; `engine` is
    Cube's version and planner. The outcome depends on nothing else, and not on the order of JSON
    keys. Raises PlanRefused, OverlayRefused, TemplateFault.
    """
    with quiet_gc():
        return _generated(model, with_overlays(plan(model), overlays), templates, engine)


def _generated(
    model: Metamodel, planned: ModelPlan, templates: Mapping[str, str], engine: str
) -> GeneratedModel:
    renderer, index = Renderer(templates), Index.of(planned)
    fps = cube_fps(planned, templates)
    bare = dataclasses.replace(
        planned, cubes=tuple(_without_rollups(cube) for cube in planned.cubes)
    )
    return GeneratedModel(
        name=model.name,
        spec_version=model.spec_version,
        version=model_version(model.name, fps),
        engine=engine,
        files=_files(planned, renderer, fps),
        source_files=Later(lambda: _files(bare, renderer, fps)),
        cube_fps=fps,
        entity_fps={entity.name: entity_fp(entity) for entity in model.entities},
        rollups=_rollups(index, engine),
        probes=Later(lambda: probe_queries(index)),
        hidden=hidden_members(index),
    )


def _without_rollups(cube: CubePlan) -> CubePlan:
    return structs.replace(cube, pre_aggregations=())


def _files(planned: ModelPlan, renderer: Renderer, fps: Mapping[str, str]) -> dict[str, str]:
    files = {
        f"cubes/{cube.name}.yml": renderer.render("cube", stamped(cube, fps[cube.name]))
        for cube in planned.cubes
    }
    files |= {
        f"views/{view.name}.yml": renderer.render("view", stamped_view(view, fps[view.name]))
        for view in planned.views
    }
    if planned.view_groups:
        files[VIEW_GROUPS] = renderer.render("view_groups", planned.view_groups)
    return files


def _rollups(index: Index, engine: str) -> tuple[Rollup, ...]:
    return tuple(
        _rollup(index, cube, item, engine)
        for cube in index.plan.cubes
        for item in cube.pre_aggregations
        if item.built
    )


def _rollup(index: Index, cube: CubePlan, item: RollupPlan, engine: str) -> Rollup:
    column, table = _time_column(index, item) if item.partition_granularity else (None, None)
    return Rollup(
        cube=cube.name,
        name=item.name,
        rollup_fp=_rollup_fp(index, cube.name, item, engine),
        extent=Extent(index.plan.extent_start, index.plan.extent_end),
        partition=Granularity(item.partition_granularity) if item.partition_granularity else None,
        time_sql=column,
        time_table=table,
    )


def _rollup_fp(index: Index, cube: str, item: RollupPlan, engine: str) -> str:
    try:
        return rollup_fp(index, cube, item, engine)
    except UnknownMember as error:
        raise PlanRefused(f"{cube}.{item.name}", f"`{error.args[0]}` does not exist") from error


def _time_column(index: Index, item: RollupPlan) -> tuple[str, str | None]:
    """Column and table of a partitioned rollup's time dimension, for looking beyond the extent."""
    name = item.time_dimension or ""
    cube, _, member = name.partition(".")
    found = index.members.get(cube, {}).get(member)
    match = _COLUMN.fullmatch(found.sql or "") if found else None
    if match is None:
        raise PlanRefused(item.name, f"partitioned by `{name}`, which is no plain column")
    return match.group(1), index.plan.members_of(cube).sql_table
