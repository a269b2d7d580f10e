"""Queries that show that every cube can be planned and every rollup is used."""

from collections.abc import Iterable, Mapping
from typing import Any

from metamodel.modelgen.closure import Index
from metamodel.modelgen.cube_plan import CubePlan, ModelPlan
from metamodel.modelgen.member_plan import DimensionPlan, MeasurePlan, SegmentPlan
from metamodel.modelgen.newer_planner import newer_members
from metamodel.modelgen.rollup_plan import RollupPlan


def probe_queries(index: Index) -> dict[str, dict[str, Any]]:
    """One query a cube, by its name; one a rollup, by `cube.rollup`, that must be served by it."""
    plan, newer = index.plan, newer_members(index)
    probes: dict[str, dict[str, Any]] = {}
    for cube in plan.cubes:
        probes[cube.name] = _cube_probe(index, cube, newer)
        for rollup in filter(lambda item: item.built, cube.pre_aggregations):
            probes[f"{cube.name}.{rollup.name}"] = _rollup_probe(plan, rollup)
    return probes


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


def _cube_probe(index: Index, cube: CubePlan, newer: frozenset[str]) -> dict[str, Any]:
    """All members of a cube: what refers to nothing is found when it is planned."""
    members = index.members[cube.name]

    def named(kind: type) -> list[str]:
        return [
            f"{cube.name}.{name}"
            for name, item in members.items()
            if isinstance(item, kind) and f"{cube.name}.{name}" not in newer
        ]

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
