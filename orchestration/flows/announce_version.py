"""Tell the others that another version serves, what it changed, and what that makes stale."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from metamodel.events.core_metamodel_published import MOST_CHANGES, MetamodelPublished
from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from orchestration.flows.describe_changes import ChangeEvidence
from orchestration.ports.event_sink import EventSink
from orchestration.ports.publications import Publication, Publications

_LOG = logging.getLogger(__name__)


def announce_version(
    current: Publication,
    previous: Publication | None,
    evidence: ChangeEvidence,
    *,
    publications: Publications,
    sink: EventSink,
    clock: Clock,
) -> Publication:
    """Send the event; a publication nobody heard of is announced by the next publish."""
    if current.announced:
        return current
    event = MetamodelPublished.new(
        clock.now(),
        name=current.name,
        version=current.version,
        spec_version=current.spec_version,
        seq=current.seq,
        previous_version=previous.version if previous else None,
        previous_spec_version=previous.spec_version if previous else None,
        cube_fps=dict(current.cube_fps),
        entity_fps=dict(current.entity_fps),
        **_changed(evidence),
    )
    try:
        sink.publish(MetamodelPublished.name, [event])
    except RampartError as error:
        _LOG.warning("%s serves, but is not announced yet: %s", current.version, error.explain())
        return current
    publications.announced(current)
    return replace(current, announced=True)


def _changed(evidence: ChangeEvidence) -> Mapping[str, Any]:
    found, bump = evidence.consequences, evidence.required_bump
    changes = None
    if evidence.changes is not None:
        changes = [
            {
                "kind": item.kind.value,
                "path": item.path,
                "change_class": item.verdict.change_class.value,
                "bump": item.verdict.bump.name.lower(),
            }
            for item in evidence.changes[:MOST_CHANGES]
        ]
    return {
        "changed_cubes": sorted({*found.added_cubes, *found.stale_cubes}),
        "removed_cubes": list(found.removed_cubes),
        "changed_entities": list(found.changed_entities),
        "rebuilt_rollups": list(found.rebuilt_rollups),
        "kept_rollups": list(found.kept_rollups),
        "dropped_rollups": list(found.dropped_rollups),
        "clears_cache": found.clears_cache,
        "required_bump": bump.name.lower() if bump else None,
        "change_count": len(evidence.changes or ()),
        "changes": changes,
    }
