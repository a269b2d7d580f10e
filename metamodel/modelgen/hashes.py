"""The three hashes of a generation: what changed, what is served, what has to be built."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

from metamodel.kernel.canonical import fingerprint
from metamodel.kernel.memory import Memory
from metamodel.model.entity import Entity
from metamodel.model.metamodel import Metamodel
from metamodel.modelgen.block import as_text, emitted
from metamodel.modelgen.closure import Index, Member, joins_among
from metamodel.modelgen.cube_plan import CubePlan, ModelPlan
from metamodel.modelgen.member_plan import DimensionPlan
from metamodel.modelgen.rollup_plan import RollupPlan

GENERATOR_VERSION = "1"
"""Raised when the same plan and templates would be rendered to something that means another."""

_VERSION_DIGITS = 16


def entity_fps(model: Metamodel, memory: Memory) -> dict[str, str]:
    """Of each entity's canonical JSON alone: what changed, for people and events."""
    return {
        item.name: memory.recall(("entity", item.name), (item,), partial(_entity_fp, item))
        for item in model.entities
    }


def _entity_fp(entity: Entity) -> str:
    return fingerprint(as_text(entity.model_dump(by_alias=True, exclude_defaults=True)))


def cube_fps(plan: ModelPlan, templates: Mapping[str, str], memory: Memory) -> dict[str, str]:
    """Of each cube and view after overlays, the templates and the generator: what Cube serves.

    What a cube has from the one it extends is its own too. A view has all headings it may stand
    under: Cube shows a heading only with a view.
    """
    way = memory.same("way", fingerprint(dict(templates), GENERATOR_VERSION))
    found = {}
    for cube in plan.cubes:
        base = plan.cube(cube.extends) if cube.extends else None
        make = partial(_cube_fp, cube, base, way)
        found[cube.name] = memory.recall(("fp", cube.name), (cube, base, way), make)
    if plan.views:
        headings = as_text(plan.view_groups)
        found |= {
            view.name: fingerprint("view", as_text(view), headings, way) for view in plan.views
        }
    return found


def _cube_fp(cube: CubePlan, base: CubePlan | None, way: str) -> str:
    return fingerprint(as_text(cube), as_text(base) if base else "", way)


def model_version(name: str, cube_fps: Mapping[str, str]) -> str:
    """`<name>-<16 hex>`: same cubes, same version."""
    return f"{name}-{fingerprint(dict(cube_fps))[:_VERSION_DIGITS]}"


def rollup_fp(
    index: Index, cube: str, rollup: RollupPlan, engine: str
) -> tuple[str, tuple[str, ...]]:
    """Of the rollup, of all SQL its tables come from, and of what plans that SQL; and those cubes.

    Titles, templates and the generator's version have no part in it, so they rebuild nothing.
    """
    members = index.reach(rollup.members)
    joins, cubes = _joins(index.plan, cube, members)
    keys = {name: _keys(index, name) for name in cubes}
    found = fingerprint(
        "rollup",
        cube,
        emitted(rollup.content),
        {name: _sql(item) for name, item in members.items()},
        joins,
        {name: [*_origin(index.plan.members_of(name)), keys[name]] for name in cubes},
        engine,
    )
    return found, tuple(cubes)


def _joins(
    plan: ModelPlan, root: str, members: Collection[str]
) -> tuple[list[list[str]], list[str]]:
    """The joins between the root and every cube that members belong to, and all cubes met."""
    joins: set[tuple[str, str, str, str]] = set()
    cubes = {root, *(name.partition(".")[0] for name in members)}
    for origin, join in joins_among(plan, root, members):
        joins.add((origin, join.name, join.relationship, join.sql))
        cubes |= {origin, join.name}
    return [list(item) for item in sorted(joins)], sorted(cubes)


def _keys(index: Index, cube: str) -> list[str]:
    found = index.members[cube].values()
    keys = (item for item in found if isinstance(item, DimensionPlan) and item.primary_key)
    return [str(item.sql) for item in keys]


def _origin(cube: CubePlan) -> list[str | None]:
    """Where a cube's rows come from, and what its tables are called after."""
    return [cube.rows, cube.data_source, cube.sql_alias]


def _sql(member: Member) -> dict[str, Any]:
    """What of a member decides about figures; its looks do not."""
    said = emitted(member)
    return {
        "kind": type(member).__name__,
        **{key: value for key, value in said.items() if key not in _LOOKS},
    }


_LOOKS = frozenset(
    {
        "title",
        "description",
        "public",
        "aliases",
        "format",
        "currency",
        "order",
        "values_as_segments",
        "suggest_filter_values",
        "mask",
        "links",
        "meta",
        "drill_members",
        "drill_filters",
    }
)
