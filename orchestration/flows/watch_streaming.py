"""Is Kafka still as it is declared?"""

from collections.abc import Callable
from dataclasses import dataclass

from metamodel.kernel.clock import Clock
from metamodel.streaming.derive import Desired
from orchestration.flows.plan_streaming import Plan, plan_streaming
from orchestration.ports.streaming_admin import StreamingAdmin


@dataclass(frozen=True, slots=True)
class StreamingWatch:
    """What watching works with; the declaration is read anew each time."""

    desired: Callable[[], Desired]
    admin: StreamingAdmin
    clock: Clock


def watch_streaming(watch: StreamingWatch) -> Plan:
    """What would have to be done now; changes nothing.

    Raises DeclarationRefused, UnknownEnvironment and what planning raises: nothing was seen then.
    """
    return plan_streaming(watch.desired(), watch.admin, watch.clock)
