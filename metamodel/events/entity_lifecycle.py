"""entity.lifecycle: instances of an entity are being changed, were changed, or were not."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from metamodel.events._contract import (
    STRINGS,
    TIMESTAMP,
    UUID_TEXT,
    FailurePolicy,
    Topic,
    enum,
    event_record,
    field,
    optional,
)
from metamodel.kernel.ids import event_key


class LifecyclePhase(StrEnum):
    """Where a change stands; a reader that is older than a new symbol reads UNKNOWN."""

    UNKNOWN = "UNKNOWN"
    MUTATING = "MUTATING"
    MUTATED = "MUTATED"
    MUTATION_FAILED = "MUTATION_FAILED"


class EntityLifecycle(Topic):
    """A change of instances of one entity was announced, committed or given up.

    MUTATING is a hint that expires and may have no end; MUTATED is durable: it is written in the
    transaction of the change. A reader drops what is older than the version it has seen, and a
    MUTATING whose operation has ended.
    """

    name = "entity.lifecycle.v1"
    channel = "entity.lifecycle"
    writers = ("outbox_relay",)
    readers = ("presence",)
    personal = True  # an instance may be somebody: its id stands in every record
    # Every instance of the reader reads all of it: each would bury the same record again.
    failure = FailurePolicy(dead_letter=False)
    schema = event_record(
        "entity.lifecycle",
        "One step in the change of instances of one entity. It names attributes, never values.",
        field("phase", enum("Where a change stands.", LifecyclePhase), "Where this one does."),
        field("operation_id", UUID_TEXT, "UUID that a MUTATING shares with what ended it."),
        optional("job_id", UUID_TEXT, "UUID of the bulk job; null: a change of one instance."),
        optional("tenant", "string", "Tenant of the instances; null: the entity is shared."),
        field("entity", "string", "Entity, as the metamodel names it."),
        field("ids", STRINGS, "Instance ids: key parts, percent-encoded, joined by `~`."),
        field(
            "versions",
            {"type": "array", "items": "long"},
            "Version of each id, in their order: before the change in MUTATING, after it in"
            " MUTATED, unchanged in MUTATION_FAILED.",
        ),
        field(
            "changed_attributes", STRINGS, "Attributes that change, as the metamodel names them."
        ),
        optional("expires_at", TIMESTAMP, "When a MUTATING is void, UTC; null in other phases."),
    )

    @classmethod
    def key(cls, payload: Mapping[str, Any]) -> str:
        """tenant:entity:id, in bulk tenant:entity:operation; a shared entity's tenant is empty."""
        if payload["job_id"] is None:
            (ordered_by,) = payload["ids"]  # a change without a job has one instance
        else:
            ordered_by = payload["operation_id"]
        return event_key(payload["tenant"] or "", payload["entity"], ordered_by)
