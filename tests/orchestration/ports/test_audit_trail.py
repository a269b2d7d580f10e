"""Entries of the trail."""

from dataclasses import fields

from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.ports.audit_trail import AuditEntry


def test_an_entry_has_every_field_of_the_event_and_where_it_was_read() -> None:
    of_event = {field["name"] for field in PlatformAuditEvent.schema["fields"]}
    assert {field.name for field in fields(AuditEntry)} == {*of_event, "source"}
