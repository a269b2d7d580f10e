"""The log of events: one real broker in KRaft mode."""

import logging
from collections.abc import Mapping
from typing import ClassVar

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from metamodel.events._catalogue import topics
from ops.stack import broker
from ops.stack.component import Component, Stack
from ops.stack.ports import is_open
from ops.stack.processes import Process
from ops.stack.shape import EMBEDDED
from orchestration.adapters.topic_admin_kafka import KafkaTopicAdmin

_SILENT = logging.getLogger("ops.stack.kafka.client")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class Kafka(Component):
    """Kafka on the Java runtime of a wheel; its topics exist once it is settled."""

    name = "kafka"
    profiles = (EMBEDDED,)
    ports: ClassVar[Mapping[str, int]] = {"kafka": 29092, "kafka_controller": 29093}

    def start(self, stack: Stack) -> Process:
        data = stack.data(self.name)
        ports = stack.ports
        properties = broker.write_properties(
            data, port=ports["kafka"], controller_port=ports["kafka_controller"]
        )
        if not (data / "logs" / "meta.properties").exists():
            stack.run(self.name, broker.format_command(properties))
        return stack.spawn(self.name, broker.command("kafka.Kafka", properties), cwd=data)

    def ready(self, stack: Stack) -> bool:
        if not is_open(stack.ports["kafka"]):
            return False
        try:
            return bool(_client(stack).list_topics(timeout=2).brokers)
        except KafkaException:
            return False

    def settle(self, stack: Stack) -> None:
        KafkaTopicAdmin(_bootstrap(stack)).create_missing(topics().values())

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {"RAMPART_KAFKA_BOOTSTRAP": _bootstrap(stack)}


def _bootstrap(stack: Stack) -> str:
    return f"127.0.0.1:{stack.ports['kafka']}"


def _client(stack: Stack) -> AdminClient:
    settings: dict[str, str | int | float | bool] = {
        "bootstrap.servers": _bootstrap(stack),
        "log_level": 0,
    }
    return AdminClient(settings, logger=_SILENT)
