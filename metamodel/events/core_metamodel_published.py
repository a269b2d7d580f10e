"""core.metamodel.published: another model version is the current one."""

from collections.abc import Mapping
from typing import Any

from metamodel.events._contract import (
    STRINGS,
    TEXT_BY_NAME,
    FailurePolicy,
    Topic,
    added,
    event_record,
    field,
    optional,
)
from metamodel.kernel.ids import event_key

MOST_CHANGES = 500
"""Changes told one by one, the heaviest first; an event stays far below what a broker takes."""

_CHANGE = {
    "type": "record",
    "name": "MetamodelChange",
    "doc": "One difference between two documents.",
    "fields": [
        field("kind", "string", "`added`, `removed`, `renamed`, `changed` or `reordered`."),
        field("path", "string", "Place by names: `entities/order/measures/revenue/expression`."),
        field("change_class", "string", "What it does to those who notice, such as `BREAKING`."),
        field("bump", "string", "Which part of a version it asks for: `none` to `major`."),
    ],
}


class MetamodelPublished(Topic):
    """A model version became current. A hint: the publication table is the truth."""

    name = "core.metamodel.published.v1"
    channel = "core.metamodel.published"
    writers = ("publish_flow",)
    readers = ("bff", "presence")
    personal = False
    failure = FailurePolicy(dead_letter=False)  # readers look at the table every few seconds anyway
    schema = event_record(
        "core.metamodel.published",
        "One version of one metamodel is served from now on, published or rolled back to.",
        field("name", "string", "Name of the metamodel."),
        field("version", "string", "Version that is current now: name and content hash."),
        field("spec_version", "string", "Semantic version of the document."),
        field("seq", "long", "Number of the publication; only rises, also when rolling back."),
        field("cube_fps", TEXT_BY_NAME, "Fingerprint of every cube of the version."),
        field(
            "changed_cubes", STRINGS, "Cubes that differ from the previous version, new and gone."
        ),
        field("entity_fps", TEXT_BY_NAME, "Fingerprint of every entity of the document."),
        optional("previous_version", "string", "Version that was current before; null: none."),
        optional("previous_spec_version", "string", "Semantic version before; null: none served."),
        added("removed_cubes", STRINGS, [], "Cubes of the previous version that are gone."),
        added("changed_entities", STRINGS, [], "Entities that are new, different or gone."),
        added("rebuilt_rollups", STRINGS, [], "Pre-aggregations that no former table serves."),
        added("kept_rollups", STRINGS, [], "Pre-aggregations whose former tables serve on."),
        added("dropped_rollups", STRINGS, [], "Former pre-aggregations that serve nothing now."),
        added(
            "clears_cache", "boolean", False, "Major or minor changed: every cached answer is old."
        ),
        optional("required_bump", "string", "What the changes ask for; null: not known."),
        added("change_count", "long", 0, "Changes of the document in all."),
        optional(
            "changes",
            {"type": "array", "items": _CHANGE},
            f"The {MOST_CHANGES} heaviest changes of the document; null: not known.",
        ),
    )

    @classmethod
    def key(cls, payload: Mapping[str, Any]) -> str:
        """The metamodel's name."""
        return event_key(payload["name"])
