"""What the audit sink does with a batch of audit events."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Final

from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.flows.consumed_event import Event
from orchestration.flows.consumer_parts import Stages
from orchestration.ports.audit_trail import AuditEntry, AuditTrail

AUDIT_SINK: Final = Stages(PlatformAuditEvent, "rampart.audit-sink")
_FROM_PAYLOAD: Final = [field.name for field in fields(AuditEntry) if field.name != "source"]


def store_audit_events(events: Sequence[Event], trail: AuditTrail) -> None:
    """Keep them, each once however often it comes. Raises LedgerUnavailable."""
    trail.store([_entry(event) for event in events])


def _entry(event: Event) -> AuditEntry:
    return AuditEntry(**{name: event.payload[name] for name in _FROM_PAYLOAD}, source=event.source)
