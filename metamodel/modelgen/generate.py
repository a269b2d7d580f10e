"""One metamodel in, everything Cube and a publication need out."""

import re
from collections.abc import Mapping
from dataclasses import replace

from metamodel.model.metamodel import Metamodel
from metamodel.model.partitions import Extent, Granularity
from metamodel.modelgen.closure import Index
from metamodel.modelgen.cube_plan import CubePlan, ModelPlan, RollupPlan
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.generated import GeneratedModel
from metamodel.modelgen.hashes import cube_fp, entity_fp, model_version, rollup_fp
from metamodel.modelgen.overlay import with_overlays
from metamodel.modelgen.plan import plan
from metamodel.modelgen.probes import hidden_members, probe_queries
from metamodel.modelgen.render import Renderer
from metamodel.modelgen.rollup import Rollup

_COLUMN = re.compile(r'\{CUBE\}\.(\w+|".+")')


def generate(
    model: Metamodel, *, templates: Mapping[str, str], overlays: Mapping[str, str], engine: str
) -> GeneratedModel:
    """Render a lint-clean metamodel.

    `templates` are texts by file name (`cube.yml.j2`), `overlays` by `<cube>.yml`; `engine` is
    Cube's version and planner. The outcome depends on nothing else, and not on the order of JSON
    keys. Raises PlanRefused, OverlayRefused, TemplateFault.
    """
    planned = with_overlays(plan(model), overlays)
    fps = {cube.name: cube_fp(cube, templates) for cube in planned.cubes}
    bare = replace(planned, cubes=tuple(replace(cube, rollups=()) for cube in planned.cubes))
    return GeneratedModel(
        name=model.name,
        spec_version=model.spec_version,
        version=model_version(model.name, fps),
        engine=engine,
        files=_files(planned, templates, fps),
        source_files=_files(bare, templates, fps),
        cube_fps=fps,
        entity_fps={entity.name: entity_fp(entity) for entity in model.entities},
        rollups=_rollups(planned, engine),
        probes=probe_queries(planned),
        hidden=hidden_members(planned),
    )


def _files(
    planned: ModelPlan, templates: Mapping[str, str], fps: Mapping[str, str]
) -> dict[str, str]:
    renderer = Renderer(templates)
    return {
        f"cubes/{cube.name}.yml": renderer.render(
            cube,
            {
                "entity": cube.entity,
                "cube_fp": fps[cube.name],
                "joins_to": [join.target for join in cube.joins],
            },
        )
        for cube in planned.cubes
    }


def _rollups(planned: ModelPlan, engine: str) -> tuple[Rollup, ...]:
    index = Index.of(planned)
    return tuple(
        _rollup(index, cube, item, engine) for cube in planned.cubes for item in cube.rollups
    )


def _rollup(index: Index, cube: CubePlan, item: RollupPlan, engine: str) -> Rollup:
    column, table = _time_column(index, item) if item.partition else (None, None)
    return Rollup(
        cube=cube.name,
        name=item.name,
        rollup_fp=rollup_fp(index, cube.name, item, engine),
        extent=Extent(index.plan.extent_start, index.plan.extent_end),
        partition=Granularity(item.partition) if item.partition else None,
        time_sql=column,
        time_table=table,
    )


def _time_column(index: Index, item: RollupPlan) -> tuple[str, str | None]:
    """Column and table of a partitioned rollup's time dimension, for looking beyond the extent."""
    name = item.time_dimension or ""
    cube, _, member = name.partition(".")
    found = index.members.get(cube, {}).get(member)
    match = _COLUMN.fullmatch(found.sql or "") if found else None
    if match is None:
        raise PlanRefused(item.name, f"partitioned by `{name}`, which is no plain column")
    return match.group(1), index.plan.members_of(cube).table
