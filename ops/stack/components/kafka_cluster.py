"""The log of events in the secured profile: all nodes together, with topics and rights."""

from collections.abc import Mapping
from typing import Final

from metamodel.events._catalogue import topics
from ops.stack import secured_kafka
from ops.stack.component import Component, Stack
from ops.stack.grants import grant
from ops.stack.principals import ADMIN, OPERATOR
from ops.stack.secured_kafka import bootstrap, client_environment
from ops.stack.shape import LOCAL
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.topic_admin_kafka import KafkaTopicAdmin

_TIMEOUT_S: Final = 30.0


class KafkaCluster(Component):
    """Usable once every node is; whoever is told of it by the stack comes as the operator."""

    name = "kafka"
    profiles = (LOCAL,)
    needs = ("kafka_1", "kafka_2", "kafka_3")

    def start(self, stack: Stack) -> None:
        # Every node is formatted by now, and what told them the passwords has done its work.
        secured_kafka.arguments_file(stack).unlink(missing_ok=True)

    def settle(self, stack: Stack) -> None:
        access = secured_kafka.access(stack, ADMIN)
        KafkaTopicAdmin(bootstrap(stack), access=access).create_missing(topics().values())
        grant(KafkaAdmin(bootstrap(stack), access, timeout_s=_TIMEOUT_S), topics().values())

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {
            "RAMPART_KAFKA_BOOTSTRAP": bootstrap(stack),
            **client_environment(stack, OPERATOR),
        }

    def url(self, stack: Stack) -> str:
        return bootstrap(stack)
