"""The log of events."""

from ops.stack.components.kafka import Kafka
from tests.ops.stack.components import stack_of


def test_clients_are_told_where_the_broker_is() -> None:
    stack = stack_of(Kafka())
    expected = {
        "RAMPART_KAFKA_BOOTSTRAP": f"127.0.0.1:{stack.ports['kafka']}",
        "RAMPART_STREAMING_ENVIRONMENT": "embedded",
    }
    assert Kafka().environment(stack) == expected


def test_it_is_not_ready_while_nothing_listens() -> None:
    assert not Kafka().ready(stack_of(Kafka()))
