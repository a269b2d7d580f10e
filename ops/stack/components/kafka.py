"""The log of events: one real broker in KRaft mode."""

import logging
from collections.abc import Mapping
from typing import ClassVar

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from ops.stack import broker
from ops.stack.component import Component, Stack
from ops.stack.errors import ComponentFailed
from ops.stack.ports import is_open
from ops.stack.processes import Process
from ops.stack.topics import stack_topics

_SILENT = logging.getLogger("ops.stack.kafka.client")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class Kafka(Component):
    """Kafka on the Java runtime of a wheel; its topics exist once it is settled."""

    name = "kafka"
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
        client = _client(stack)
        known = client.list_topics(timeout=10).topics
        missing = [topic for topic in stack_topics() if topic.name not in known]
        if not missing:
            return
        wanted = [NewTopic(topic.name, num_partitions=topic.partitions) for topic in missing]
        for name, future in client.create_topics(wanted, request_timeout=30).items():
            try:
                future.result()
            except KafkaException as fault:
                raise ComponentFailed(
                    self.name, f"could not create topic {name}: {fault}"
                ) from fault

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {"RAMPART_KAFKA_BOOTSTRAP": f"127.0.0.1:{stack.ports['kafka']}"}


def _client(stack: Stack) -> AdminClient:
    settings: dict[str, str | int | float | bool] = {
        "bootstrap.servers": f"127.0.0.1:{stack.ports['kafka']}",
        "log_level": 0,
    }
    return AdminClient(settings, logger=_SILENT)
