"""Queries that show that every cube can be planned and every rollup is used."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from metamodel.modelgen.closure import Index, UnknownMember
from metamodel.modelgen.cube_plan import CubePlan, ModelPlan
from metamodel.modelgen.member_plan import DimensionPlan, MeasurePlan, SegmentPlan
from metamodel.modelgen.newer_planner import newer_members
from metamodel.modelgen.rollup_plan import RollupPlan

PLANNED_ONLY = " planned only"
"""Behind a cube's name: a probe that costs a database too much to be run."""


def probe_queries(index: Index) -> dict[str, dict[str, Any]]:
    """One query a cube, by its name; one a rollup, by `cube.rollup`, that must be served by it.

    What looks beyond a row, by a sub-query or a calculation over figures, has a probe of its own.
    """
    plan, newer = index.plan, newer_members(index)
    probes: dict[str, dict[str, Any]] = {}
    for cube in plan.cubes:
        names = [name for name in _names(index, cube.name) if name not in newer]
        heavy = {name for name in names if _looks_beyond(index, name)}
        probes[cube.name] = _cube_probe(index, cube, [name for name in names if name not in heavy])
        if heavy:
            probes[f"{cube.name}{PLANNED_ONLY}"] = _cube_probe(index, cube, names)
        for rollup in filter(lambda item: item.built, cube.pre_aggregations):
            probes[f"{cube.name}.{rollup.name}"] = _rollup_probe(plan, rollup)
    return probes


def cube_of(probe: str) -> str:
    """The cube that a probe, by its name, asks."""
    return probe.partition(".")[0].removesuffix(PLANNED_ONLY)


def hidden_members(index: Index) -> frozenset[str]:
    """The members that Cube plans with but refuses to show; a key is hidden unless said else."""
    return frozenset(
        f"{cube}.{name}"
        for cube, members in index.members.items()
        for name, item in members.items()
        if not isinstance(item, SegmentPlan)
        and (
            item.public is False
            or (item.public is None and isinstance(item, DimensionPlan) and item.primary_key)
        )
    )


def missed_rollups(
    probes: Iterable[str], used_rollups: Mapping[str, Iterable[str]]
) -> tuple[str, ...]:
    """The rollups whose own probe was planned without them."""
    return tuple(name for name in probes if "." in name and name not in used_rollups.get(name, ()))


def _names(index: Index, cube: str) -> list[str]:
    return [f"{cube}.{name}" for name in index.members[cube]]


def _looks_beyond(index: Index, name: str) -> bool:
    try:
        reached = index.reach([name]).values()
    except UnknownMember:
        return False  # the planner itself says so
    return any(
        getattr(item, "sub_query", False) or getattr(item, "multi_stage", False) for item in reached
    )


def _cube_probe(index: Index, cube: CubePlan, names: Sequence[str]) -> dict[str, Any]:
    """These members of a cube: what refers to nothing is found when it is planned."""
    members = index.members[cube.name]

    def named(kind: type) -> list[str]:
        return [name for name in names if isinstance(members[name.partition(".")[2]], kind)]

    return {
        "measures": named(MeasurePlan),
        "dimensions": named(DimensionPlan),
        "segments": named(SegmentPlan),
        "timezone": "UTC",
        "limit": 1,
    }


def _rollup_probe(plan: ModelPlan, rollup: RollupPlan) -> dict[str, Any]:
    query: dict[str, Any] = {
        "measures": list(rollup.measures),
        "dimensions": list(rollup.dimensions),
        "segments": list(rollup.segments),
        "timezone": "UTC",
    }
    times = [(item.dimension, item.granularity) for item in rollup.time_dimensions]
    if rollup.time_dimension:
        times.append((rollup.time_dimension, rollup.granularity or ""))
    if times:
        days = [plan.extent_start.isoformat(), plan.extent_end.isoformat()]
        query["timeDimensions"] = [
            {"dimension": name, "granularity": grain, "dateRange": days} for name, grain in times
        ]
    return query
