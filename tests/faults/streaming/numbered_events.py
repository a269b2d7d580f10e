"""Events that carry a number, for tests that count what arrives."""

from collections.abc import Iterable
from typing import Any

from metamodel.events._contract import FailurePolicy, Topic
from metamodel.events.platform_audit_event import PlatformAuditEvent
from metamodel.kernel.clock import SystemClock

ACTORS = 7


def numbered_contract(topic: str, failure: FailurePolicy) -> type[Topic]:
    """A topic with the fields of an audit event, and an end of its own for what fails."""
    return type("Numbered", (PlatformAuditEvent,), {"name": topic, "failure": failure})


def numbered_events(numbers: Iterable[int]) -> list[dict[str, Any]]:
    """One a number, which stands in `reason`; a number's actor, its key, is one of a few."""
    now = SystemClock().now()
    return [
        PlatformAuditEvent.new(
            now,
            actor=f"actor-{number % ACTORS}",
            action="number.sent",
            object_kind="number",
            object_id=str(number),
            outcome="SUCCEEDED",
            reason=str(number),
            tenant=None,
            operation_id=None,
        )
        for number in numbers
    ]
