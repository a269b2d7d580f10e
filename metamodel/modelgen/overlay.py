"""Hand-written additions to generated cubes, merged by member name."""

import dataclasses
from collections.abc import Mapping
from typing import Any, TypeVar

import yaml
from msgspec.structs import fields, replace

from metamodel.model.references import references
from metamodel.modelgen.closure import Index, UnknownMember
from metamodel.modelgen.cube_plan import CubePlan, ModelPlan
from metamodel.modelgen.faults import OverlayRefused
from metamodel.modelgen.member_plan import DimensionPlan, MeasurePlan, SegmentPlan
from metamodel.modelgen.sql import Sql, SqlBody

_Item = TypeVar("_Item", DimensionPlan, MeasurePlan, SegmentPlan)
_WORDS = frozenset({"title", "description"})
_SECTIONS = frozenset({"dimensions", "measures", "segments"})
# Keys, sub-queries and their filters decide what is counted and who sees it: the document's matter.
_OPEN = frozenset({"name", "type", "sql", "filters", "title", "description", "format", "public"})
_SUFFIX = ".yml"


def with_overlays(plan: ModelPlan, overlays: Mapping[str, str]) -> ModelPlan:
    """The plan with each overlay `<cube>.yml` merged into its cube.

    Raises OverlayRefused for an unknown cube, member or key, and for what would leak or dangle.
    """
    if not overlays:
        return plan
    changed = {cube.name: cube for cube in plan.cubes}
    for path, text in sorted(overlays.items()):
        name = path.removesuffix(_SUFFIX)
        if name not in changed:
            raise OverlayRefused(path, f"there is no cube `{name}`")
        changed[name] = _merged(changed[name], _parsed(path, text), path)
    merged = dataclasses.replace(plan, cubes=tuple(changed[cube.name] for cube in plan.cubes))
    _check(plan, merged)
    return merged


def _parsed(path: str, text: str) -> dict[str, Any]:
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise OverlayRefused(path, str(error)) from error
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise OverlayRefused(path, "an overlay is a mapping")
    unknown = sorted(str(key) for key in set(value) - _WORDS - _SECTIONS)
    if unknown:
        raise OverlayRefused(path, f"{', '.join(unknown)}: belongs into the metamodel document")
    return value


def _merged(cube: CubePlan, value: dict[str, Any], path: str) -> CubePlan:
    return replace(
        cube,
        title=value.get("title", cube.title),
        description=value.get("description", cube.description),
        dimensions=_section(cube, cube.dimensions, DimensionPlan, value.get("dimensions"), path),
        measures=_section(cube, cube.measures, MeasurePlan, value.get("measures"), path),
        segments=_section(cube, cube.segments, SegmentPlan, value.get("segments"), path),
    )


def _section(
    cube: CubePlan, present: tuple[_Item, ...], kind: type[_Item], patches: Any, path: str
) -> tuple[_Item, ...]:
    found = {item.name: item for item in present}
    for patch in patches or ():
        if not isinstance(patch, dict) or not isinstance(patch.get("name"), str):
            raise OverlayRefused(path, f"not a member with a name: {patch!r}")
        name, place = patch["name"], f"{cube.name}.{patch['name']}"
        values = {key: item for key, item in patch.items() if key not in {"$add", "$remove"}}
        _refuse_bad_patch(patch, values, kind, f"{path}: {place}")
        if (name in found) == bool(patch.get("$add")):
            known = "exists already" if name in found else "does not exist (any more)"
            raise OverlayRefused(path, f"{place} {known}")
        old = found.get(name)
        if old is not None and (name == cube.tenancy_member or getattr(old, "primary_key", False)):
            raise OverlayRefused(path, f"{place} tells rows or tenants apart")
        if patch.get("$remove"):
            del found[name]
        else:
            ready = {key: _value(key, item) for key, item in values.items()}
            found[name] = kind(**ready) if old is None else replace(old, **ready)
    return tuple(found.values())


def _refuse_bad_patch(
    patch: dict[str, Any], values: dict[str, Any], kind: type, place: str
) -> None:
    allowed = _OPEN & {item.name for item in fields(kind)}
    unknown = sorted(str(key) for key in set(values) - allowed)
    if unknown:
        raise OverlayRefused(place, f"cannot set {', '.join(unknown)}")
    needed = {item.name for item in fields(kind) if item.name in {"name", "type", "sql"}}
    if kind is MeasurePlan and values.get("type") == "count":
        needed.discard("sql")
    missing = sorted(needed - set(values))
    if patch.get("$add") and missing:
        raise OverlayRefused(place, f"a new member needs {', '.join(missing)}")


def _value(key: str, value: Any) -> Any:
    if key == "filters":
        return tuple(SqlBody(_sql(str(item))) for item in value)
    return _sql(str(value)) if key == "sql" else value


def _sql(text: str) -> Sql:
    """SQL as generated SQL is: in parentheses, unless it is one reference or one column."""
    bare = text.strip()
    rest = bare[bare.find("}") + 1 :] if bare.startswith("{") else bare
    plain = bare.startswith("{") and (not rest or rest.removeprefix(".").isidentifier())
    return Sql(bare if plain and references(bare) else f"({bare})")


def _check(before: ModelPlan, merged: ModelPlan) -> None:
    """Every reference leads somewhere, and no shared cube shows tenants' rows by an overlay."""
    known, index = Index.of(before), Index.of(merged)
    tenant_owned = {cube.name for cube in merged.cubes if cube.tenancy_member}
    for cube in merged.cubes:
        for name, member in index.members[cube.name].items():
            reached = _reached(index, f"{cube.name}.{name}")
            leaks = sorted(item for item in reached if item.partition(".")[0] in tenant_owned)
            # What the document itself says was examined by lint, with its exclusions.
            changed = known.members[cube.name].get(name) != member
            if changed and leaks and cube.name not in tenant_owned:
                raise OverlayRefused(f"{cube.name}.{name}", f"would show every tenant's {leaks[0]}")
        for rollup in cube.pre_aggregations:
            for name in rollup.members:
                _reached(index, name)


def _reached(index: Index, name: str) -> dict[str, Any]:
    try:
        return dict(index.reach([name]))
    except UnknownMember as error:
        raise OverlayRefused(name, f"refers to {error.args[0]}, which does not exist") from error
