"""How the keys of documents and Cube's own meet: every one of either side is accounted for."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from typing import Any

from metamodel.model.load import load
from metamodel.modelgen.block import emitted
from metamodel.modelgen.cube_plan import ModelPlan
from metamodel.modelgen.plan import plan

UNSAID: Mapping[str, str] = {
    "*.shown": "the older name of `public`",
    "*.visible": "an older name of `public`",
    "*.*_references": "the older form of the key without the ending",
    "*.*_reference": "the older form of the key without the ending",
    "*.refresh_range_*": "the older name of `build_range_*`",
    "*.enable_suggestions": "the older name of `suggest_filter_values`",
    "*.max_pre_aggregations": "of `auto_rollup`, which Cube has given up",
    "*.access_policy.group": "`groups` says the same for one",
    "views.view_group": "`view_groups` says the same for one",
    "view_groups.views": "the older form of `includes`",
    "*.includes_members": "what Cube works out for itself",
    "*.excludes_members": "what Cube works out for itself",
    "*.file_name": "what Cube works out for itself",
    "*.all_definitions": "what Cube works out for itself",
    "*.raw_*": "what Cube works out for itself",
    "*.is_view": "what Cube works out for itself",
    "*.field_type": "what Cube works out for itself",
    "*.pre_aggregations.indexes.sql": "Cube's YAML reader refuses it: it adds `type` first",
    "cubes.measures.case.*.label": "the labels of a dimension's case; a measure has numbers",
    "cubes.measures.case.*.label.sql": "the labels of a dimension's case; a measure has numbers",
    "views.dimensions*": "a view's members are those of its cubes",
    "views.measures*": "a view's members are those of its cubes",
    "views.segments*": "a view's members are those of its cubes",
    "views.hierarchies*": "a view's hierarchies are those of its cubes",
    "views.joins*": "a view is no cube: it is joined as its paths say",
    "views.pre_aggregations*": "a view is answered from its cubes' rollups",
    "views.refresh_key*": "a view is refreshed as its cubes are",
    "views.rewrite_queries": "a view has no query of its own",
    "views.sql_alias": "a view has no query of its own",
    "views.data_source": "a view has no query of its own",
}
"""Keys that Cube's validator knows and no document says, by pattern, each with the reason."""

SERVES: Mapping[str, str] = {
    "$schema": "editors",
    "specVersion": "the compatibility gate",
    "formatVersion": "the reader",
    "name": "the version's name, assets, topics",
    "title": "people",
    "description": "people",
    "defaults.extent.*": "the builds' ranges",
    "entities.id": "renames",
    "entities.*.id": "renames",
    "relations.id": "renames",
    "views.id": "renames",
    "entities.*.deprecated.*": "people and the compatibility gate",
    "entities.deprecated.*": "people and the compatibility gate",
    "views.deprecated.*": "people and the compatibility gate",
    "entities.time.dimension": "lint, the default time of reports",
    "entities.versioning.*": "ETags of the entity API",
    "entities.softDelete.*": "lint, the entity API",
    "entities.lifecycle.*": "lint, events of the entity API",
    "entities.owners": "owners of Dagster's assets",
    "entities.rows": "lint",
    "entities.attributes.nullable": "lint, the entity API",
    "entities.attributes.default": "the entity API",
    "entities.attributes.enum.*": "the entity API, the compatibility gate",
    "entities.attributes.constraints.*": "the entity API",
    "entities.attributes.classification": "lint",
    "entities.attributes.editable": "the entity API",
    "entities.attributes.searchable": "the entity API",
    "entities.*.cardinality.*": "lint",
    "entities.preAggregations.description": "people, Dagster's assets",
    "reserved.*": "the compatibility gate",
    "exemptions.*": "lint",
    "defaults.timezone": "reports",
    "defaults.highCardinalityThreshold": "lint",
}
"""Keys of documents that say nothing to Cube, by pattern, each with whom they serve."""


TOGETHER: Mapping[str, str] = {
    "entities.access.allRows": "cubes.access_policy.row_level.allow_all",
    "entities.refreshKey.immutable": "cubes.refresh_key.immutable",
    "entities.tenancy.mode": "cubes.access_policy.row_level.filters",
}
"""Keys that cannot change without another: not found by taking them out alone."""


def emitted_keys(model: ModelPlan) -> dict[str, list[str]]:
    """Every key that a plan writes, as `cubes.dimensions.name`, with the values found there."""
    found: dict[str, list[str]] = {}
    parts = {"cubes": model.cubes, "views": model.views, "view_groups": model.view_groups}
    whole = {name: [emitted(item) for item in items] for name, items in parts.items()}
    for path, text in _leaves(whole, ""):
        found.setdefault(path, []).append(text)
    return found


def document_keys(document: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every key that holds a value, as `entities.attributes.name`, with the places where it stands.

    A key that holds other keys is said by those.
    """
    found: dict[str, list[tuple[Any, ...]]] = {}
    for place, value in _places(document, ()):
        if place[-1] != "meta" and _holds_keys(value):
            continue
        names = [step for step in place if isinstance(step, str)]
        found.setdefault(".".join(names), []).append(place)
    return found


def reason_for(key: str, reasons: Mapping[str, str]) -> str | None:
    """The reason of the first pattern that fits."""
    return next((why for pattern, why in reasons.items() if fnmatch(key, pattern)), None)


def cube_keys(text: str) -> dict[str, list[str]]:
    """What a document's text writes for Cube."""
    return emitted_keys(plan(load(text).require()))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            below = f"{path}.{key}" if path else key
            yield below, "" if _holds_keys(item) else str(item)
            if key != "meta":
                yield from _leaves(item, below)
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, str) and _holds_keys(value):
                yield path, item  # one of a mixed list
            yield from _leaves(item, path)


def _holds_keys(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and any(isinstance(item, dict) for item in value)
    )


def _places(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield (*place, key), item
            if key != "meta":
                yield from _places(item, (*place, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places(item, (*place, index))
