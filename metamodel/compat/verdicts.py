"""What a change of each part of a document means: tables, complete by a test over the grammar."""

from collections.abc import Mapping

from metamodel.compat.change import Bump, ChangeClass, Surface, Verdict
from metamodel.compat.comparing import (
    Judge,
    access,
    aliases,
    classification,
    constraints,
    editable,
    events,
    mask,
    nullable,
    public,
    searchable,
    type_of,
)

_ALL = frozenset(Surface)


def _verdict(kind: ChangeClass, bump: Bump, *surfaces: Surface, why: str = "") -> Verdict:
    return Verdict(kind, bump, frozenset(surfaces), why)


CUBE, API, STORE, EVENT = Surface.CUBE, Surface.API, Surface.STORE, Surface.EVENT
ADDED = _verdict(ChangeClass.ADDITIVE, Bump.MINOR, CUBE, API)
GONE = _verdict(ChangeClass.BREAKING, Bump.MAJOR, CUBE, API, why="whoever names it fails")
BROKEN = _verdict(ChangeClass.BREAKING, Bump.MAJOR, STORE, API, EVENT, CUBE)
EVENTS_BROKEN = _verdict(ChangeClass.BREAKING, Bump.MAJOR, EVENT)
EVENTS_ADDED = _verdict(ChangeClass.ADDITIVE, Bump.MINOR, EVENT)
RESTATED = _verdict(ChangeClass.RESTATING, Bump.MINOR, CUBE, why="the same name, other figures")
RECOUNTED = _verdict(
    ChangeClass.RESTATING, Bump.MAJOR, STORE, CUBE, why="every figure over it may change"
)
API_RESTATED = _verdict(ChangeClass.RESTATING, Bump.MINOR, API)
TUNED = _verdict(
    ChangeClass.PERF, Bump.PATCH, CUBE, why="rollups are built anew, answers are equal"
)
SHOWN = _verdict(ChangeClass.DISPLAY, Bump.PATCH, Surface.DISPLAY)
NOTED = _verdict(ChangeClass.DISPLAY, Bump.NONE, Surface.DISPLAY)
OPENED = _verdict(
    ChangeClass.SECURITY, Bump.MINOR, CUBE, API, why="somebody may see more than before"
)
LOCKED = _verdict(ChangeClass.BREAKING, Bump.MAJOR, CUBE, API, why="somebody sees less than before")

CHANGED: Mapping[str, Verdict] = {
    "AccessPolicy": LOCKED,
    "Attribute": SHOWN,
    "AttributePair": RECOUNTED,
    "CalendarShift": RESTATED,
    "Cardinality": NOTED,
    "Case": RESTATED,
    "ComputedDimension": RESTATED,
    "Condition": LOCKED,
    "Constraints": API_RESTATED,
    "CustomGranularity": RECOUNTED,
    "DefaultFilter": RESTATED,
    "Defaults": BROKEN,
    "Deprecation": SHOWN,
    "Entity": SHOWN,
    "EnumValue": SHOWN,
    "Exemption": NOTED,
    "ExtentDays": TUNED,
    "Folder": SHOWN,
    "GeoPoint": RESTATED,
    "Grain": RESTATED,
    "Hierarchy": SHOWN,
    "Keys": BROKEN,
    "Label": RESTATED,
    "Lifecycle": EVENTS_BROKEN,
    "Link": SHOWN,
    "LinkParameter": SHOWN,
    "Mask": LOCKED,
    "Masking": LOCKED,
    "Measure": RESTATED,
    "Metamodel": SHOWN,
    "OrderBy": RESTATED,
    "OutputColumn": TUNED,
    "PreAggregation": TUNED,
    "RefreshKey": TUNED,
    "Relation": RECOUNTED,
    "Reserved": NOTED,
    "RollingWindow": RESTATED,
    "RollupIndex": TUNED,
    "RollupRefresh": TUNED,
    "RollupTime": TUNED,
    "Segment": RESTATED,
    "SoftDelete": BROKEN,
    "Source": RECOUNTED,
    "StageFilter": RESTATED,
    "SwitchCase": RESTATED,
    "SwitchWhen": RESTATED,
    "Tenancy": BROKEN,
    "TenancyDefaults": BROKEN,
    "Time": RECOUNTED,
    "TimeShift": RESTATED,
    "Transition": EVENTS_BROKEN,
    "Versioning": BROKEN,
    "View": SHOWN,
    "ViewCube": GONE,
    "ViewGroup": SHOWN,
    "ViewMember": SHOWN,
    "When": RESTATED,
}
"""Of each part what a change of one of its keys means, where nothing else is said below."""

SHOWN_PARTS = ("Attribute", "ComputedDimension", "Measure", "Segment", "View", "Hierarchy")
"""Parts that have looks: each has some of these keys."""
_LOOKS: Mapping[str, Verdict | Judge] = {
    "id": NOTED,
    "title": SHOWN,
    "description": SHOWN,
    "meta": SHOWN,
    "deprecated": SHOWN,
    "public": public,
    "aliases": aliases,
    "format": SHOWN,
    "linkLabel": SHOWN,
    "order": SHOWN,
    "links": SHOWN,
    "valuesAsSegments": SHOWN,
    "suggestFilterValues": SHOWN,
    "drillMembers": SHOWN,
    "drillFilters": SHOWN,
    "cardinality": NOTED,
    "mask": mask,
}

KEYS: Mapping[str, Verdict | Judge] = {
    "Metamodel.name": BROKEN,
    "Metamodel.formatVersion": BROKEN,
    "Defaults.timezone": RECOUNTED,
    "Defaults.highCardinalityThreshold": NOTED,
    "Entity.name": BROKEN,
    "Entity.cube": GONE,
    "Entity.id": NOTED,
    "Entity.public": public,
    "Entity.owners": NOTED,
    "Entity.rows": NOTED,
    "Entity.access": access,
    "Entity.refreshKey": TUNED,
    "Entity.sqlAlias": TUNED,
    "Entity.rewriteQueries": TUNED,
    "Entity.calendar": RECOUNTED,
    "View.access": access,
    "View.public": public,
    "View.extends": GONE,
    "View.name": GONE,
    "View.defaultFilters": RESTATED,
    "ViewCube.excludes": GONE,
    "ViewMember.name": GONE,
    "ViewMember.alias": GONE,
    "Attribute.name": GONE,
    "Attribute.column": RESTATED,
    "Attribute.type": type_of,
    "Attribute.nullable": nullable,
    "Attribute.default": API_RESTATED,
    "Attribute.editable": editable,
    "Attribute.searchable": searchable,
    "Attribute.classification": classification,
    "Attribute.constraints": constraints,
    "Attribute.currency": RESTATED,
    "Attribute.granularities": RECOUNTED,
    "Attribute.timeShifts": RESTATED,
    "ComputedDimension.name": GONE,
    "ComputedDimension.type": GONE,
    "ComputedDimension.values": GONE,
    "Measure.name": GONE,
    "Measure.type": RESTATED,
    "Segment.name": GONE,
    "Hierarchy.name": GONE,
    "Relation.id": NOTED,
    "Relation.from": BROKEN,
    "Relation.to": BROKEN,
    "Relation.role": GONE,
    "Relation.title": SHOWN,
    "Relation.description": SHOWN,
    "PreAggregation.id": NOTED,
    "PreAggregation.description": NOTED,
    "EnumValue.value": GONE,
    "Lifecycle.events": events,
    "Reserved.entities": NOTED,
    **{f"{part}.{key}": verdict for part in SHOWN_PARTS for key, verdict in _LOOKS.items()},
}
"""Keys that mean something of their own: a verdict, or one that depends on both values."""

ITEMS: Mapping[str, tuple[Verdict, Verdict]] = {
    "Entity": (ADDED, GONE),
    "Attribute": (ADDED, GONE),
    "ComputedDimension": (ADDED, GONE),
    "Measure": (ADDED, GONE),
    "Segment": (ADDED, GONE),
    "Hierarchy": (ADDED, GONE),
    "Relation": (ADDED, GONE),
    "View": (ADDED, GONE),
    "ViewCube": (ADDED, GONE),
    "ViewMember": (ADDED, GONE),
    "ViewGroup": (SHOWN, SHOWN),
    "Folder": (SHOWN, SHOWN),
    "EnumValue": (ADDED, GONE),
    "CustomGranularity": (ADDED, GONE),
    "CalendarShift": (ADDED, GONE),
    "Link": (SHOWN, SHOWN),
    "PreAggregation": (TUNED, TUNED),
    "RollupIndex": (TUNED, TUNED),
    "Transition": (EVENTS_ADDED, EVENTS_BROKEN),
    "Exemption": (NOTED, NOTED),
}
"""Of parts that are matched one by one: what it means that one is new, and that one is gone."""

RENAMED = _verdict(ChangeClass.RENAME, Bump.MINOR, CUBE, API, why="the old name is an alias")
"""A rename that the old name survives; without the alias it is `GONE`."""

NEW_OBLIGATION = _verdict(
    ChangeClass.BREAKING, Bump.MAJOR, API, EVENT, why="writers must give it and do not know it"
)
"""A new attribute that has to be given and has no default."""
