"""The log of events in the secured profile: all nodes together, with topics and rights."""

from collections.abc import Mapping
from typing import Final

from metamodel.events._catalogue import topics
from metamodel.kernel.clock import SystemClock
from ops.stack import secured_kafka
from ops.stack.component import Component, Stack
from ops.stack.errors import ComponentFailed
from ops.stack.grants import grant, visible_to
from ops.stack.principals import ADMIN, OPERATOR
from ops.stack.secured_kafka import bootstrap, client_environment
from ops.stack.shape import LOCAL
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.topic_admin_kafka import KafkaTopicAdmin

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
        access, wanted = secured_kafka.access(stack, ADMIN), topics().values()
        KafkaTopicAdmin(bootstrap(stack), access=access).create_missing(wanted)
        grant(KafkaAdmin(bootstrap(stack), access, timeout_s=_TIMEOUT_S), wanted)
        names = visible_to(OPERATOR, wanted)
        for node in secured_kafka.nodes(stack):
            self._wait_for(stack, node, names)

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {
            "RAMPART_KAFKA_BOOTSTRAP": bootstrap(stack),
            **client_environment(stack, OPERATOR),
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
