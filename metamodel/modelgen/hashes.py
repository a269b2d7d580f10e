"""The three hashes of a generation: what changed, what is served, what has to be built."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from metamodel.kernel.canonical import fingerprint
from metamodel.model.entity import Entity
from metamodel.modelgen.closure import Index, Member, join_path, sql_of
from metamodel.modelgen.cube_plan import CubePlan, DimensionPlan, ModelPlan, RollupPlan

GENERATOR_VERSION = "1"
"""Raised when the same plan and templates would be rendered to something that means another."""

_VERSION_DIGITS = 16


def entity_fp(entity: Entity) -> str:
    """Of the entity's canonical JSON alone: what changed, for people and events."""
    return fingerprint(entity.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def cube_fp(cube: CubePlan, templates: Mapping[str, str]) -> str:
    """Of the cube after overlays, the templates and the generator: what Cube serves."""
    return fingerprint(asdict(cube), dict(templates), GENERATOR_VERSION)


def model_version(name: str, cube_fps: Mapping[str, str]) -> str:
    """`<name>-<16 hex>`: same cubes, same version."""
    return f"{name}-{fingerprint(dict(cube_fps))[:_VERSION_DIGITS]}"


def rollup_fp(index: Index, cube: str, rollup: RollupPlan, engine: str) -> str:
    """Of the rollup, of all SQL its tables come from, and of what plans that SQL.

    Titles, templates and the generator's version have no part in it, so they rebuild nothing.
    """
    named = (*rollup.measures, *rollup.dimensions, *rollup.segments)
    start = (*named, rollup.time_dimension) if rollup.time_dimension else named
    members = index.reach(start)
    joins, cubes = _joins(index.plan, cube, members)
    keys = {name: _keys(index, name) for name in cubes}
    return fingerprint(
        "rollup",
        cube,
        asdict(rollup),
        {name: _sql(item) for name, item in members.items()},
        joins,
        {name: [index.plan.members_of(name).table, keys[name]] for name in cubes},
        engine,
    )


def _joins(plan: ModelPlan, root: str, members: Iterable[str]) -> tuple[list[list[str]], list[str]]:
    """The joins between the root and every cube that members belong to, and all cubes met."""
    joins: set[tuple[str, str, str, str]] = set()
    cubes = {root}
    for other in {name.partition(".")[0] for name in members} - {root}:
        # A sub-query is joined the other way: its cube is above this one.
        path = join_path(plan, root, other)
        for origin, join in path if path is not None else join_path(plan, other, root) or ():
            joins.add((origin, join.target, join.relationship, join.sql))
            cubes |= {origin, join.target}
        cubes.add(other)
    return [list(item) for item in sorted(joins)], sorted(cubes)


def _keys(index: Index, cube: str) -> list[str]:
    found = index.members[cube].values()
    return [item.sql for item in found if isinstance(item, DimensionPlan) and item.primary_key]


def _sql(member: Member) -> list[Any]:
    kind = type(member).__name__
    flags = (
        [member.primary_key, member.sub_query, member.propagate_filters]
        if isinstance(member, DimensionPlan)
        else []
    )
    return [kind, getattr(member, "type", None), list(sql_of(member)), flags]
