"""What an operator does is put on record, whether it worked or not."""

import getpass
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from metamodel.kernel.errors import RampartError

if TYPE_CHECKING:
    from metamodel.events.platform_audit_event import AuditOutcome
    from orchestration.settings import Settings


class NotOnRecord(RampartError):
    """It was done, but the audit event about it was not delivered."""

    code = "CLI-005"
    hint = "Look at the broker, and note by hand who did it and when; do not do it again for that."
    exit_code = 3


@contextmanager
def on_record(
    settings: "Settings", action: str, kind: str, identity: str, *, reason: str
) -> Iterator[None]:
    """Send an audit event about what is done meanwhile. Raises NotOnRecord after it was done."""
    from metamodel.events.platform_audit_event import AuditOutcome  # noqa: PLC0415 - heavy

    def tell(outcome: "AuditOutcome", words: str) -> None:
        _tell(settings, action, (kind, identity), outcome, words)

    try:
        yield
    except RampartError as error:
        outcome = AuditOutcome.FAILED if error.retryable else AuditOutcome.REFUSED
        try:
            tell(outcome, f"{reason}: {error.code}")
        except RampartError as silence:
            error.add_note(f"not on record: {silence.explain()}")
        raise
    try:
        tell(AuditOutcome.SUCCEEDED, reason)
    except RampartError as error:
        raise NotOnRecord(action, error.explain()) from error


def actor_of(settings: "Settings") -> str:
    """The broker's name for us; without one, a person of this machine, by an opaque name."""
    if settings.kafka_user:
        return settings.kafka_user
    return f"operator-{hashlib.sha256(getpass.getuser().encode()).hexdigest()[:12]}"


def _tell(
    settings: "Settings",
    action: str,
    what: tuple[str, str],
    outcome: "AuditOutcome",
    reason: str,
) -> None:
    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy
    from orchestration.composition import event_sink  # noqa: PLC0415 - heavy
    from orchestration.flows.record_action import record_action  # noqa: PLC0415 - heavy

    record_action(
        action,
        *what,
        actor=actor_of(settings),
        outcome=outcome,
        reason=reason,
        sink=event_sink(settings),
        clock=SystemClock(),
    )
