"""What a served cube says of its origin: the landing check and consumers read it from Cube."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from metamodel.modelgen.cube_plan import CubePlan
from metamodel.modelgen.view_plan import ViewPlan

STAMP = "rampart"


def stamped(cube: CubePlan, cube_fp: str) -> CubePlan:
    """The cube with its entity, fingerprint and joins in `meta.rampart`."""
    own: dict[str, Any] = {"entity": cube.entity, "cube_fp": cube_fp}
    if cube.joins:
        own["joins_to"] = [item.name for item in cube.joins]
    return replace(cube, meta=_with(cube.meta, own))


def stamped_view(view: ViewPlan, view_fp: str) -> ViewPlan:
    """The view with its fingerprint in `meta.rampart`."""
    return replace(view, meta=_with(view.meta, {"cube_fp": view_fp}))


def _with(meta: Mapping[str, Any] | None, own: Mapping[str, Any]) -> dict[str, Any]:
    return {**(meta or {}), STAMP: own}
