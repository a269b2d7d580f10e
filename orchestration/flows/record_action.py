"""Put on record that somebody did something to the platform."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from metamodel.events.platform_audit_event import AuditOutcome, PlatformAuditEvent
from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from orchestration.ports.event_sink import EventSink

MOST_REASON_CHARS: Final = 500


class NotOnRecord(RampartError):
    """It was done, but the audit event about it was not delivered."""

    code = "AUD-001"
    hint = "Look at the broker, and note by hand who did it and when; do not do it again for that."
    exit_code = 3


@dataclass(frozen=True, slots=True)
class Action:
    """What somebody does to what: `name` is `<thing>.<verb>`."""

    name: str
    kind: str
    identity: str
    actor: str
    reason: str


def record_action(
    action: Action,
    outcome: AuditOutcome,
    words: str,
    *,
    sink: EventSink,
    clock: Clock,
    operation_id: UUID | None = None,
) -> None:
    """Send one audit event, delivery confirmed; `words` are put behind the action's reason.

    Raises EventNotDelivered, AccessRefused.
    """
    payload = PlatformAuditEvent.new(
        clock.now(),
        actor=action.actor,
        action=action.name,
        object_kind=action.kind,
        object_id=action.identity,
        outcome=outcome.value,
        reason=" ".join(f"{action.reason}{words}".split())[:MOST_REASON_CHARS],
        tenant=None,
        operation_id=operation_id,
    )
    sink.publish(PlatformAuditEvent.name, [payload])


@contextmanager
def on_record(
    action: Action, *, sink: Callable[[], EventSink], clock: Clock
) -> Iterator[list[str]]:
    """Put on record what is done meanwhile, and what the block says came of it.

    What is refused or fails is on record too, with its error's code. Raises NotOnRecord after it
    was done.
    """
    came_of_it: list[str] = []

    def tell(outcome: AuditOutcome, *words: str) -> None:
        said = f": {', '.join(words)}" if words else ""
        record_action(action, outcome, said, sink=sink(), clock=clock)

    try:
        yield came_of_it
    except RampartError as error:
        outcome = AuditOutcome.FAILED if error.retryable else AuditOutcome.REFUSED
        try:
            tell(outcome, *came_of_it, error.code)
        except RampartError as silence:
            error.add_note(f"not on record: {silence.explain()}")
        raise
    try:
        tell(AuditOutcome.SUCCEEDED, *came_of_it)
    except RampartError as error:
        raise NotOnRecord(action.name, error.explain()) from error
