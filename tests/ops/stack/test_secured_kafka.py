"""Where the secured cluster keeps its things."""

from dataclasses import replace

from ops.stack import secured_kafka
from ops.stack.components.kafka_node import KafkaNode
from ops.stack.shape import LOCAL, Shape
from tests.ops.stack.components import stack_of

THREE = Shape(LOCAL, 3)
STACK = replace(stack_of(*KafkaNode.parts(THREE)), shape=THREE)


def test_clients_are_told_every_node() -> None:
    ports = [STACK.ports[f"kafka_{node}"] for node in (1, 2, 3)]
    assert secured_kafka.bootstrap(STACK) == ",".join(f"127.0.0.1:{port}" for port in ports)


def test_a_client_finds_files_in_its_environment_and_no_secret() -> None:
    found = secured_kafka.client_environment(STACK, "exporter")
    assert found["RAMPART_KAFKA_USER"] == "exporter"
    assert found["RAMPART_KAFKA_PASSWORD_FILE"].endswith("/passwords/exporter")


def test_a_client_of_a_plain_broker_is_told_nothing() -> None:
    assert secured_kafka.client_environment(replace(STACK, shape=Shape()), "exporter") == {}


def test_three_nodes_vote_and_two_must_have_a_record() -> None:
    blanks = secured_kafka.blanks(STACK, 2)
    assert str(blanks["voters"]).count("@127.0.0.1:") == 3
    assert (blanks["replicas"], blanks["in_sync"]) == (3, 2)
    assert "User:node-3" in str(blanks["super_users"])
