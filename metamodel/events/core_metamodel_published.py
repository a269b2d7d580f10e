"""core.metamodel.published: another model version is the current one."""

from collections.abc import Mapping
from typing import Any

from metamodel.events._contract import (
    STRINGS,
    TEXT_BY_NAME,
    FailurePolicy,
    Topic,
    event_record,
    field,
    optional,
)
from metamodel.kernel.ids import event_key


class MetamodelPublished(Topic):
    """A model version became current. A hint: the publication table is the truth."""

    name = "core.metamodel.published.v1"
    channel = "core.metamodel.published"
    writers = ("publish_flow",)
    readers = ("bff", "presence")
    partitions = 1  # few events, and their order over all names is worth more than speed
    failure = FailurePolicy(dead_letter=False)  # readers look at the table every few seconds anyway
    schema = event_record(
        "core.metamodel.published",
        "One version of one metamodel is served from now on, published or rolled back to.",
        field("name", "string", "Name of the metamodel."),
        field("version", "string", "Version that is current now: name and content hash."),
        field("spec_version", "string", "Semantic version of the document."),
        field("seq", "long", "Number of the publication; only rises, also when rolling back."),
        field("cube_fps", TEXT_BY_NAME, "Fingerprint of every cube of the version."),
        field("changed_cubes", STRINGS, "Cubes that differ from the previous version, or are new."),
        field("entity_fps", TEXT_BY_NAME, "Fingerprint of every entity of the document."),
        optional("previous_version", "string", "Version that was current before; null: none."),
    )

    @classmethod
    def key(cls, payload: Mapping[str, Any]) -> str:
        """The metamodel's name."""
        return event_key(payload["name"])
