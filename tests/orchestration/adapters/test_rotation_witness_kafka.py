"""Numbered heartbeats on a real broker."""

import pytest

from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from ops.stack.supervisor import Supervisor
from orchestration.adapters.rotation_witness_kafka import KafkaRotationWitness
from tests.contract.principal_access import access

pytestmark = pytest.mark.integration


def witness(stack: Supervisor) -> KafkaRotationWitness:
    bootstrap = stack.environment["RAMPART_KAFKA_BOOTSTRAP"]
    return KafkaRotationWitness(
        bootstrap, Codec.committed(), access(stack, "exporter"), SystemClock()
    )


def test_a_witness_finds_its_own_numbers_and_nobody_elses(secured_kafka: Supervisor) -> None:
    mine, other = witness(secured_kafka), witness(secured_kafka)
    for number in (1, 2, 3):
        mine.send(number)
    other.send(1)
    assert list(mine.numbers()) == [1, 2, 3]
    assert list(other.numbers()) == [1]
