"""What the secured cluster is made of before its first node starts."""

from dataclasses import replace
from pathlib import Path

import pytest

from ops.stack import secured_kafka
from ops.stack.component import Stack
from ops.stack.components.kafka_credentials import KafkaCredentials
from ops.stack.components.kafka_node import KafkaNode
from ops.stack.principals import principals
from ops.stack.shape import LOCAL, Shape
from orchestration.adapters.secret_files import write_secret
from tests.ops.stack.components import stack_of


@pytest.fixture
def stack() -> Stack:
    three = Shape(LOCAL, 3)
    return replace(stack_of(KafkaCredentials(), *KafkaNode.parts(three)), shape=three)


def modes(folder: Path) -> set[int]:
    return {file.stat().st_mode & 0o777 for file in folder.iterdir()}


def test_every_principal_has_a_password_that_nobody_else_reads(stack: Stack) -> None:
    KafkaCredentials().start(stack)
    folder = secured_kafka.passwords(stack)
    assert {file.name for file in folder.iterdir()} == set(principals())
    assert modes(folder) == {0o400}


def test_every_node_has_a_store_for_clients_and_one_for_the_cluster(stack: Stack) -> None:
    KafkaCredentials().start(stack)
    folder = secured_kafka.certificates(stack)
    assert len(list(folder.glob("node-?.client.pem"))) == 3
    assert len(list(folder.glob("node-?.cluster.pem"))) == 3
    trusts = [(folder / f"{side}-authority.pem").read_text() for side in ("client", "cluster")]
    assert trusts[0] != trusts[1]


def test_certificates_are_new_at_each_start_and_authorities_are_not(stack: Stack) -> None:
    KafkaCredentials().start(stack)
    store, trusted = (
        secured_kafka.node_store(stack, 1, "client"),
        secured_kafka.certificates(stack) / "client-authority.pem",
    )
    before = store.read_text(), trusted.read_text()
    KafkaCredentials().start(stack)
    assert store.read_text() != before[0]
    assert trusted.read_text() == before[1]


def test_a_password_that_was_rotated_is_not_put_back(stack: Stack) -> None:
    KafkaCredentials().start(stack)
    file = write_secret(secured_kafka.passwords(stack) / "presence", b"another")
    KafkaCredentials().start(stack)
    assert file.read_text() == "another"


def test_the_storage_tool_is_told_salted_passwords_in_a_file_and_only_once(stack: Stack) -> None:
    KafkaCredentials().start(stack)
    file = secured_kafka.arguments_file(stack)
    text = file.read_text()
    assert text.count("--add-scram\n") == len(principals())
    assert stack.secrets["kafka_admin"] not in text
    file.unlink()
    (secured_kafka.node_folder(stack, 2) / "logs").mkdir()
    KafkaCredentials().start(stack)
    assert not file.exists()
