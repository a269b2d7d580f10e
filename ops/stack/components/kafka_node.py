"""One node of the secured cluster: broker and controller in one process."""

import logging
from collections.abc import Sequence
from typing import ClassVar, Final, Self

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from ops.stack import broker, secured_kafka
from ops.stack.component import Component, Stack
from ops.stack.places import KAFKA, jmx_agent
from ops.stack.ports import is_open
from ops.stack.principals import ADMIN
from ops.stack.processes import Process
from ops.stack.shape import LOCAL, Shape

RULES: Final = KAFKA / "jmx-rules.yml"
FIRST_PORT: Final = 29_192
_LOOK_S: Final = 2
_SILENT: Final = logging.getLogger("ops.stack.kafka_node.client")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False


class KafkaNode(Component):
    """Kafka with TLS, SCRAM and access rights; ready when the quorum lets the admin in."""

    name: ClassVar[str] = "kafka_node"
    profiles = (LOCAL,)
    needs = ("kafka_credentials",)

    def __init__(self, node: int = 1) -> None:
        self._node = node
        # What differs between the parts of one class lies on each of them.
        self.name = f"kafka_{node}"  # type: ignore[misc]
        first = FIRST_PORT + 4 * (node - 1)
        kinds = ("", "_internal", "_controller", "_jmx")
        self.ports = {f"{self.name}{kind}": first + n for n, kind in enumerate(kinds)}  # type: ignore[misc]

    @classmethod
    def parts(cls, shape: Shape) -> Sequence[Self]:
        numbers = range(1, shape.brokers + 1) if shape.profile in cls.profiles else ()
        return [cls(number) for number in numbers]

    def start(self, stack: Stack) -> Process:
        folder = secured_kafka.node_folder(stack, self._node)
        blanks = secured_kafka.blanks(stack, self._node)
        properties = broker.write_properties(folder, "secured.properties", **blanks)
        if not (folder / "logs" / "meta.properties").exists():
            cluster_id = secured_kafka.cluster_id_file(stack).read_text()
            more = secured_kafka.arguments_file(stack)
            # It prints the credentials it was told, as they will be stored.
            stack.run(
                self.name, broker.format_command(properties, cluster_id, more), only_errors=True
            )
        agent = f"-javaagent:{jmx_agent()}=127.0.0.1:{stack.ports[f'{self.name}_jmx']}:{RULES}"
        argv = broker.command("kafka.Kafka", properties, agent=agent)
        return stack.spawn(self.name, argv, cwd=folder)

    def ready(self, stack: Stack) -> bool:
        port = stack.ports[self.name]
        if not is_open(port):
            return False
        options = secured_kafka.access(stack, ADMIN).options()
        client = AdminClient(
            {"bootstrap.servers": f"127.0.0.1:{port}", "log_level": 0, **options}, logger=_SILENT
        )
        try:
            return self._node in client.list_topics(timeout=_LOOK_S).brokers
        except KafkaException:
            return False
