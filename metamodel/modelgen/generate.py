"""One metamodel in, everything Cube and a publication need out."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from msgspec import structs

from metamodel.kernel.later import Later
from metamodel.kernel.memory import Memory
from metamodel.kernel.quiet_gc import quiet_gc
from metamodel.model.metamodel import Metamodel
from metamodel.model.partitions import Extent, Granularity
from metamodel.modelgen.closure import Index, UnknownMember
from metamodel.modelgen.cube_plan import CubePlan, ModelPlan
from metamodel.modelgen.faults import PlanRefused
from metamodel.modelgen.generated import VIEW_GROUPS, GeneratedModel
from metamodel.modelgen.hashes import cube_fps, entity_fps, model_version, rollup_fp
from metamodel.modelgen.neighbours import neighbours
from metamodel.modelgen.overlay import with_overlays
from metamodel.modelgen.plan import plan
from metamodel.modelgen.probes import hidden_members, probe_queries
from metamodel.modelgen.render import Renderer
from metamodel.modelgen.rollup import Rollup
from metamodel.modelgen.rollup_plan import RollupPlan
from metamodel.modelgen.stamp import stamped, stamped_view

_COLUMN = re.compile(r'\{CUBE\}\.(\w+|".+")')


def generate(
    model: Metamodel,
    *,
    templates: Mapping[str, str],
    overlays: Mapping[str, str],
    engine: str,
    memory: Memory | None = None,
) -> GeneratedModel:
    """Render a lint-clean metamodel.

    `templates` are texts by file name (`cube.yml.j2`), `overlays` by `<cube>.yml`; `engine` is
    Cube's version and planner. The outcome depends on nothing else, and not on the order of JSON
    keys; with the `memory` of an earlier generation only what changed is made anew.

    Raises PlanRefused, OverlayRefused, TemplateFault.
    """
    known = memory or Memory()
    with quiet_gc():
        return _generated(model, _planned(model, overlays, known), templates, engine, known)


def _planned(model: Metamodel, overlays: Mapping[str, str], memory: Memory) -> ModelPlan:
    planned = plan(model, memory)
    if not overlays:
        return planned
    merged = with_overlays(planned, overlays)
    cubes = tuple(memory.same(("merged", cube.name), cube) for cube in merged.cubes)
    return dataclasses.replace(merged, cubes=cubes)


def _generated(
    model: Metamodel,
    planned: ModelPlan,
    templates: Mapping[str, str],
    engine: str,
    memory: Memory,
) -> GeneratedModel:
    texts = memory.same("templates", dict(templates))
    renderer = memory.recall("renderer", (texts,), lambda: Renderer(texts))
    index, fps = Index.of(planned), cube_fps(planned, texts, memory)
    return GeneratedModel(
        name=model.name,
        spec_version=model.spec_version,
        version=model_version(model.name, fps),
        engine=engine,
        files=_files(planned, renderer, fps, memory),
        source_files=Later(lambda: _files(_without_rollups(planned), renderer, fps, Memory())),
        cube_fps=fps,
        entity_fps=entity_fps(model, memory),
        rollups=_rollups(index, engine, memory),
        probes=Later(lambda: probe_queries(index)),
        hidden=hidden_members(index),
        neighbours=Later(lambda: neighbours(planned)),
    )


def _without_rollups(plan: ModelPlan) -> ModelPlan:
    cubes = tuple(structs.replace(cube, pre_aggregations=()) for cube in plan.cubes)
    return dataclasses.replace(plan, cubes=cubes)


def _files(
    planned: ModelPlan, renderer: Renderer, fps: Mapping[str, str], memory: Memory
) -> dict[str, str]:
    def text(cube: CubePlan) -> str:
        found = fps[cube.name]
        make = partial(_cube_text, renderer, cube, found)
        return memory.recall(("text", cube.name), (cube, found, renderer), make)

    files = {f"cubes/{cube.name}.yml": text(cube) for cube in planned.cubes}
    files |= {
        f"views/{view.name}.yml": renderer.render("view", stamped_view(view, fps[view.name]))
        for view in planned.views
    }
    if planned.view_groups:
        files[VIEW_GROUPS] = renderer.render("view_groups", planned.view_groups)
    return files


def _cube_text(renderer: Renderer, cube: CubePlan, cube_fp: str) -> str:
    return renderer.render("cube", stamped(cube, cube_fp))


@dataclass(frozen=True, slots=True)
class _Traced:
    """A rollup with the cubes that its SQL comes from."""

    rollup: Rollup
    cubes: tuple[str, ...]


def _rollups(index: Index, engine: str, memory: Memory) -> tuple[Rollup, ...]:
    """All that are built; one whose cubes are what they were is what it was."""
    plan = index.plan
    paths = tuple((cube.name, tuple(join.name for join in cube.joins)) for cube in plan.cubes)
    whole = memory.same("whole", (paths, plan.extent_start, plan.extent_end, engine))

    def one(cube: CubePlan, item: RollupPlan) -> Rollup:
        def parts_of(made: _Traced) -> tuple[object, ...]:
            met = [each for name in made.cubes for each in plan.with_base(name)]
            return (whole, item, *met)

        make = partial(_traced, index, cube, item, engine)
        return memory.retrace(("rollup", cube.name, item.name), parts_of, make).rollup

    return tuple(
        one(cube, item) for cube in plan.cubes for item in cube.pre_aggregations if item.built
    )


def _traced(index: Index, cube: CubePlan, item: RollupPlan, engine: str) -> _Traced:
    column, table = _time_column(index, item) if item.partition_granularity else (None, None)
    try:
        found, cubes = rollup_fp(index, cube.name, item, engine)
    except UnknownMember as error:
        place = f"{cube.name}.{item.name}"
        raise PlanRefused(place, f"`{error.args[0]}` does not exist") from error
    rollup = Rollup(
        cube=cube.name,
        name=item.name,
        rollup_fp=found,
        extent=Extent(index.plan.extent_start, index.plan.extent_end),
        partition=Granularity(item.partition_granularity) if item.partition_granularity else None,
        time_sql=column,
        time_table=table,
    )
    return _Traced(rollup, cubes)


def _time_column(index: Index, item: RollupPlan) -> tuple[str, str | None]:
    """Column and table of a partitioned rollup's time dimension, for looking beyond the extent."""
    name = item.time_dimension or ""
    cube, _, member = name.partition(".")
    found = index.members.get(cube, {}).get(member)
    match = _COLUMN.fullmatch(found.sql or "") if found else None
    if match is None:
        raise PlanRefused(item.name, f"partitioned by `{name}`, which is no plain column")
    return match.group(1), index.plan.members_of(cube).sql_table
