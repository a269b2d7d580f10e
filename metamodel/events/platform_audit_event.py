"""platform.audit.event: somebody did something to the platform, or was refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from metamodel.events._contract import (
    UUID_TEXT,
    FailurePolicy,
    Topic,
    enum,
    event_record,
    field,
    optional,
)
from metamodel.kernel.ids import event_key


class AuditOutcome(StrEnum):
    """How an action ended; a reader that is older than a new symbol reads UNKNOWN."""

    UNKNOWN = "UNKNOWN"
    SUCCEEDED = "SUCCEEDED"
    REFUSED = "REFUSED"  # not allowed, or not possible as things stood: nothing was done
    FAILED = "FAILED"  # begun and not finished


class PlatformAuditEvent(Topic):
    """A principal did something to an object, or was refused; kept for auditors."""

    name = "platform.audit.event.v1"
    channel = "platform.audit.event"
    writers = (
        "bff",
        "build_flow",
        "operator",
        "outbox_relay",
        "presence",
        "publish_flow",
        "schedule",
    )
    readers = ("audit_sink",)
    personal = True  # the actor may be a person, under an opaque name
    # The sink's table may be away for longer than a restart; nothing of the trail may be lost.
    failure = FailurePolicy(dead_letter=True, retry_after_s=(30, 300, 1800))
    schema = event_record(
        "platform.audit.event",
        "Who did what to which object, how it ended, and why.",
        field("actor", "string", "Principal that acted: a service or an opaque subject, no name."),
        field("action", "string", "What was done, `<thing>.<verb>`, such as `dlq.replay`."),
        field("object_kind", "string", "What it was done to, such as `topic` or `preagg`."),
        field("object_id", "string", "Which one, as its kind is addressed everywhere."),
        field("outcome", enum("How an action ended.", AuditOutcome), "How this one did."),
        field("reason", "string", "Why it was done or refused, in one line without values."),
        optional("tenant", "string", "Tenant of the object; null: of the whole platform."),
        optional("operation_id", UUID_TEXT, "UUID of the operation it is part of; null: none."),
    )

    @classmethod
    def key(cls, payload: Mapping[str, Any]) -> str:
        """The actor, so that what one did stays in order."""
        return event_key(payload["actor"])
