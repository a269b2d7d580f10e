"""What an operator does is put on record, whether it worked or not."""

import getpass
import hashlib
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from orchestration.settings import Settings


def on_record(
    settings: "Settings", action: str, kind: str, identity: str, *, reason: str
) -> AbstractContextManager[list[str]]:
    """Send an audit event about what is done meanwhile, and what the block says came of it.

    Raises NotOnRecord after it was done.
    """
    from functools import partial  # noqa: PLC0415 - with the rest of what only this needs

    from metamodel.kernel.clock import SystemClock  # noqa: PLC0415 - heavy
    from orchestration.composition import event_sink  # noqa: PLC0415 - heavy
    from orchestration.flows import record_action  # noqa: PLC0415 - heavy

    done = record_action.Action(action, kind, identity, actor_of(settings), reason)
    return record_action.on_record(done, sink=partial(event_sink, settings), clock=SystemClock())


def actor_of(settings: "Settings") -> str:
    """The broker's name for us; without one, a person of this machine, by an opaque name."""
    if settings.kafka_user:
        return settings.kafka_user
    return f"operator-{hashlib.sha256(getpass.getuser().encode()).hexdigest()[:12]}"
