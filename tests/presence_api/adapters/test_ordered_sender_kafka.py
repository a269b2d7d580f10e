"""What is Kafka's own about the ordered sender; the rest is in its contract."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from confluent_kafka import KafkaError

from metamodel.streaming.broker_access import CredentialsMissing, ListenerSecurity
from presence_api.adapters.kafka_access import KafkaAccess
from presence_api.adapters.ordered_sender_kafka import KafkaOrderedSender
from presence_api.ports.ordered_sender import NotAcknowledged
from presence_api.ports.outbox import OutgoingEvent, WaitingEvent
from tests.fakes.kafka_mock import KafkaMock, kafka_mock


def rows(count: int, topic: str = "t") -> list[WaitingEvent]:
    return [WaitingEvent(0, n, OutgoingEvent(topic, "k", b"%d" % n, {})) for n in range(count)]


def on() -> None:
    pass


@pytest.fixture
def mock() -> Iterator[KafkaMock]:
    with kafka_mock() as broker:
        broker.create_topic("t", 1)
        yield broker


@pytest.mark.parametrize("code", [KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.INVALID_RECORD])
def test_the_first_event_of_a_partition_goes_alone(mock: KafkaMock, code: int) -> None:
    mock.fail_produces(code, times=1)

    delivery = KafkaOrderedSender(mock.bootstrap).send(rows(9), on)

    assert [*delivery.refused] == [0]
    assert delivery.acknowledged == frozenset()


def test_a_fault_of_the_world_refuses_no_event(mock: KafkaMock) -> None:
    mock.fail_produces(KafkaError.TOPIC_AUTHORIZATION_FAILED, times=1)

    delivery = KafkaOrderedSender(mock.bootstrap).send(rows(3), on)

    assert delivery.refused == {}
    assert isinstance(delivery.fault, NotAcknowledged)


def test_what_passes_is_tried_again_until_it_has(mock: KafkaMock) -> None:
    mock.fail_produces(KafkaError.NOT_LEADER_FOR_PARTITION, times=3)

    assert len(KafkaOrderedSender(mock.bootstrap).send(rows(3), on).acknowledged) == 3


def test_more_than_the_clients_queue_holds_waits_for_room(mock: KafkaMock) -> None:
    sender = KafkaOrderedSender(mock.bootstrap, client_options={"queue.buffering.max.messages": 10})
    assert len(sender.send(rows(500), on).acknowledged) == 500


def test_a_broker_that_is_away_from_the_start_is_a_fault(mock: KafkaMock) -> None:
    mock.stop()
    delivery = KafkaOrderedSender(mock.bootstrap, timeout_s=0.5).send(rows(1), on)
    assert isinstance(delivery.fault, NotAcknowledged)


def test_without_its_password_nothing_is_opened(mock: KafkaMock) -> None:
    access = KafkaAccess(ListenerSecurity("SASL_PLAINTEXT"), "relay", Path("/nowhere"))
    delivery = KafkaOrderedSender(mock.bootstrap, access=access).send(rows(1), on)
    assert isinstance(delivery.fault, CredentialsMissing)


@pytest.mark.integration
def test_a_topic_that_is_missing_is_a_fault_that_names_it(kafka_bootstrap: str) -> None:
    delivery = KafkaOrderedSender(kafka_bootstrap).send(rows(1, "test.absent.v1"), on)
    assert isinstance(delivery.fault, NotAcknowledged)
    assert "test.absent.v1" in str(delivery.fault)
