"""The log of events: one real broker in KRaft mode."""

import logging
from collections.abc import Mapping
from typing import ClassVar

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from metamodel.events._catalogue import topics
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.derive import derive
from ops.stack import broker
from ops.stack.component import Component, Stack
from ops.stack.places import STREAMING
from ops.stack.ports import is_open
from ops.stack.processes import Process
from ops.stack.shape import EMBEDDED
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.adapters.streaming_files import read_declaration
from orchestration.flows.apply_streaming_plan import (
    StreamingTools,
    apply_streaming_plan,
    no_password,
)

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
        declaration = read_declaration(STREAMING)
        desired = derive(declaration, topics(), EMBEDDED)
        admin = KafkaStreamingAdmin(_bootstrap(stack))
        tools = StreamingTools(admin, SystemClock(), no_password)
        # What would lose something in a stack of yesterday stays, and `streaming drift` says so.
        apply_streaming_plan(None, desired, tools, rest=True)

    def environment(self, stack: Stack) -> Mapping[str, str]:
        return {
            "RAMPART_KAFKA_BOOTSTRAP": _bootstrap(stack),
            "RAMPART_STREAMING_ENVIRONMENT": EMBEDDED,
        }


def _bootstrap(stack: Stack) -> str:
    return f"127.0.0.1:{stack.ports['kafka']}"


def _client(stack: Stack) -> AdminClient:
    settings: dict[str, str | int | float | bool] = {
        "bootstrap.servers": _bootstrap(stack),
        "log_level": 0,
    }
    return AdminClient(settings, logger=_SILENT)
