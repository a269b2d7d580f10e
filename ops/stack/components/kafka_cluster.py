"""The log of events in the secured profile: all nodes together, with topics and rights."""

from collections.abc import Mapping
from typing import Final

from metamodel.events._catalogue import topics
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.changes import Permission
from metamodel.streaming.derive import derive
from ops.stack import secured_kafka
from ops.stack.component import Component, Stack
from ops.stack.errors import ComponentFailed
from ops.stack.places import STREAMING
from ops.stack.principals import ADMIN, OPERATOR
from ops.stack.secured_kafka import bootstrap, operator_environment
from ops.stack.shape import LOCAL
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.adapters.streaming_files import passwords_in, read_declaration
from orchestration.flows.apply_streaming_plan import StreamingTools, apply_streaming_plan

_TIMEOUT_S: Final = 30.0
_LOOK_EVERY_S: Final = 0.05


class KafkaCluster(Component):
    """Usable once every node is; whoever is told of it by the stack comes as the operator."""

    name = "kafka"
    profiles = (LOCAL,)
    needs = ("kafka_1", "kafka_2", "kafka_3")

    def start(self, stack: Stack) -> None:
        # Every node is formatted by now, and what told them the passwords has done its work.
        secured_kafka.arguments_file(stack).unlink(missing_ok=True)

    def settle(self, stack: Stack) -> None:
        desired = derive(read_declaration(STREAMING), topics(), LOCAL)
        access = secured_kafka.access(stack, ADMIN)
        admin = KafkaStreamingAdmin(bootstrap(stack), timeout_s=_TIMEOUT_S, access=access)
        tools = StreamingTools(admin, SystemClock(), passwords_in(secured_kafka.passwords(stack)))
        # A stack's own records: whoever the declaration lets in may see them.
        apply_streaming_plan(None, desired, tools, {Permission.WIDER}, rest=True)
        for node in secured_kafka.nodes(stack):
            self._wait_for(stack, node, frozenset(desired.state.topics))

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {
            "RAMPART_KAFKA_BOOTSTRAP": bootstrap(stack),
            "RAMPART_STREAMING_ENVIRONMENT": LOCAL,
            **operator_environment(stack),
        }

    def _wait_for(self, stack: Stack, node: int, names: frozenset[str]) -> None:
        """Until a node knows topics and rights: it hears of both a moment after the controller."""
        admin = KafkaAdmin(
            f"127.0.0.1:{stack.ports[f'kafka_{node}']}",
            secured_kafka.access(stack, OPERATOR),
            timeout_s=_TIMEOUT_S,
        )
        clock = SystemClock()
        deadline = clock.monotonic_s() + _TIMEOUT_S
        while True:
            with admin.asking("topics") as client:
                missing = names - client.list_topics(timeout=_TIMEOUT_S).topics.keys()
            if not missing:
                return
            if clock.monotonic_s() > deadline:
                raise ComponentFailed(self.name, f"node {node} does not show {sorted(missing)}")
            clock.sleep(_LOOK_EVERY_S)

    def url(self, stack: Stack) -> str:
        return bootstrap(stack)
