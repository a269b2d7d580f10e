"""The log of events in the secured profile."""

from dataclasses import replace

from ops.stack import secured_kafka
from ops.stack.components.kafka_cluster import KafkaCluster
from ops.stack.components.kafka_node import KafkaNode
from ops.stack.shape import LOCAL, Shape
from tests.ops.stack.components import stack_of

STACK = replace(stack_of(KafkaNode(), KafkaCluster()), shape=Shape(LOCAL))


def test_whoever_is_told_by_the_stack_comes_as_the_operator() -> None:
    found = KafkaCluster().environment(STACK)
    assert found["RAMPART_KAFKA_BOOTSTRAP"] == f"127.0.0.1:{STACK.ports['kafka_1']}"
    assert found["RAMPART_KAFKA_USER"] == "operator"
    assert found["RAMPART_STREAMING_ENVIRONMENT"] == "local"


def test_what_told_the_nodes_their_passwords_is_gone_once_they_run() -> None:
    secured_kafka.arguments_file(STACK).write_text("--add-scram\n")
    KafkaCluster().start(STACK)
    KafkaCluster().start(STACK)
    assert not secured_kafka.arguments_file(STACK).exists()
