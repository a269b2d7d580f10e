"""Put on record that somebody did something to the platform."""

from typing import Final
from uuid import UUID

from metamodel.events.platform_audit_event import AuditOutcome, PlatformAuditEvent
from metamodel.kernel.clock import Clock
from orchestration.ports.event_sink import EventSink

MOST_REASON_CHARS: Final = 500


def record_action(
    action: str,
    kind: str,
    identity: str,
    *,
    actor: str,
    outcome: AuditOutcome,
    reason: str,
    sink: EventSink,
    clock: Clock,
    operation_id: UUID | None = None,
) -> None:
    """Send one audit event, delivery confirmed.

    `action` is `<thing>.<verb>`, `kind` and `identity` say what it was done to. Raises
    EventNotDelivered, AccessRefused.
    """
    payload = PlatformAuditEvent.new(
        clock.now(),
        actor=actor,
        action=action,
        object_kind=kind,
        object_id=identity,
        outcome=outcome.value,
        reason=" ".join(reason.split())[:MOST_REASON_CHARS],
        tenant=None,
        operation_id=operation_id,
    )
    sink.publish(PlatformAuditEvent.name, [payload])
