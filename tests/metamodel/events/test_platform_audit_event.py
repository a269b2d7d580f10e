"""Who did what to the platform."""

from metamodel.events.platform_audit_event import PlatformAuditEvent


def test_what_one_actor_did_stays_in_order() -> None:
    assert PlatformAuditEvent.key({"actor": "presence"}) == "presence"


def test_the_trail_is_tried_again_three_times_and_then_kept() -> None:
    assert PlatformAuditEvent.failure.retry_after_s == (30, 300, 1800)
    assert PlatformAuditEvent.retry_topics() == (
        "platform.audit.event.v1.retry.1",
        "platform.audit.event.v1.retry.2",
        "platform.audit.event.v1.retry.3",
    )
    assert PlatformAuditEvent.failure.dead_letter
