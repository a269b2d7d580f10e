"""One node of the secured cluster."""

from dataclasses import replace

from ops.stack import broker, secured_kafka
from ops.stack.components.kafka_node import KafkaNode
from ops.stack.shape import LOCAL, Shape
from tests.ops.stack.components import stack_of


def test_a_stack_has_a_node_for_each_broker_and_none_in_another_profile() -> None:
    assert [part.name for part in KafkaNode.parts(Shape(LOCAL, 3))] == [
        "kafka_1",
        "kafka_2",
        "kafka_3",
    ]
    assert KafkaNode.parts(Shape()) == []


def test_its_configuration_leaves_no_blank_and_holds_no_secret() -> None:
    stack = replace(stack_of(KafkaNode()), shape=Shape(LOCAL))
    folder = secured_kafka.node_folder(stack, 1)
    blanks = secured_kafka.blanks(stack, 1)
    text = broker.write_properties(folder, "secured.properties", **blanks).read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    blank = [line for line in lines if "$" in line and "${dir:" not in line and "RULE:" not in line]
    assert blank == []
    assert 'password="${dir:' in text
    assert "listeners=CLIENT://127.0.0.1:" in text


def test_it_is_not_ready_while_nothing_listens() -> None:
    assert not KafkaNode().ready(stack_of(KafkaNode()))
