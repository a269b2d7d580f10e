"""The streaming admin's contract, on the fake, on the embedded broker, and on one with grants."""

from collections.abc import Callable, Iterator

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from metamodel.streaming.cluster import Credential, Grant, Mechanism, Operation, ResourceKind
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.ports.streaming_admin import ChangeRefused, CouldNotLook, NoAuthorizer
from tests.contract.guarded_broker import GuardedBroker, guarded_broker
from tests.contract.streaming_admin_contract import (
    AccountsContract,
    AdminUnderTest,
    GrantsContract,
    TopicsContract,
    fresh,
)
from tests.fakes.streaming_admin import FakeStreamingAdmin

_TIMEOUT_S = 20.0
_NOW_MS = 1_760_000_000_000


class _Fake:
    """Records are moments."""

    def __init__(self) -> None:
        self.admin = FakeStreamingAdmin()

    def write(self, topic: str) -> None:
        self.admin.full.add(topic)

    def read(self, topic: str, group: str) -> None:
        self.admin.unread[topic] = {group: [_NOW_MS]}


class _Kafka:
    """Records of a real client."""

    def __init__(self, bootstrap: str) -> None:
        self.bootstrap = bootstrap
        self.admin = KafkaStreamingAdmin(bootstrap, timeout_s=_TIMEOUT_S)

    def write(self, topic: str) -> None:
        producer = Producer({"bootstrap.servers": self.bootstrap, "acks": "all"})
        producer.produce(topic, value=b"x", key=b"k", partition=0)
        assert producer.flush(_TIMEOUT_S) == 0

    def read(self, topic: str, group: str) -> None:
        consumer = Consumer({"bootstrap.servers": self.bootstrap, "group.id": group})
        consumer.commit(offsets=[TopicPartition(topic, 0, 0)], asynchronous=False)
        consumer.close()


class TestFakeStreamingAdmin(TopicsContract, AccountsContract, GrantsContract):
    """In memory."""

    @pytest.fixture(autouse=True)
    def under_test(self) -> AdminUnderTest:
        return _Fake()


@pytest.mark.integration
class TestEmbeddedStreamingAdmin(TopicsContract, AccountsContract):
    """On the embedded broker, which has no authorizer."""

    @pytest.fixture(autouse=True)
    def under_test(self, kafka_bootstrap: str) -> AdminUnderTest:
        return _Kafka(kafka_bootstrap)

    def test_grants_mean_nothing_here_and_that_is_said(self, under_test: AdminUnderTest) -> None:
        grant = Grant("User:somebody", ResourceKind.TOPIC, "x.v1", Operation.READ)

        with pytest.raises(NoAuthorizer):
            under_test.admin.grants()
        with pytest.raises(NoAuthorizer):
            under_test.admin.add_grants([grant])


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GuardedBroker]:
    with guarded_broker(tmp_path_factory.mktemp("guarded")) as broker:
        yield broker


@pytest.mark.integration
class TestGuardedStreamingAdmin(TopicsContract, AccountsContract, GrantsContract):
    """On a broker that asks who one is, as somebody who may do everything."""

    @pytest.fixture(autouse=True)
    def under_test(self, guarded: GuardedBroker) -> AdminUnderTest:
        return _Kafka(guarded.bootstrap)


@pytest.mark.integration
class TestStranger:
    """Somebody without a right gets empty lists from the broker, and they are not believed."""

    @pytest.fixture
    def stranger(self, guarded: GuardedBroker) -> KafkaStreamingAdmin:
        return KafkaStreamingAdmin(
            guarded.guarded, timeout_s=_TIMEOUT_S, client_options=guarded.stranger
        )

    def test_nothing_is_seen_and_every_look_says_so(self, stranger: KafkaStreamingAdmin) -> None:
        for look in (stranger.grants, stranger.credentials, stranger.quotas):
            with pytest.raises(CouldNotLook):
                look()
        with pytest.raises(CouldNotLook):
            stranger.topics(["some.topic.v1"])
        with pytest.raises(CouldNotLook):
            stranger.configs(["some.topic.v1"])
        with pytest.raises(CouldNotLook):
            stranger.topics_with_records(["some.topic.v1"])

    def test_nothing_is_changed(self, stranger: KafkaStreamingAdmin) -> None:
        user = fresh("user")
        grant = Grant(f"User:{user}", ResourceKind.TOPIC, "x.v1", Operation.READ)
        credential = Credential(user, Mechanism.SCRAM_SHA_512, 8192)

        changes: list[Callable[[], None]] = [
            lambda: stranger.add_grants([grant]),
            lambda: stranger.remove_grants([grant]),
            lambda: stranger.put_credentials({credential: "secret"}),
            lambda: stranger.remove_credentials([credential]),
            lambda: stranger.set_quotas({user: {"producer_byte_rate": 5.0}}),
            lambda: stranger.delete_topics(["x.v1"]),
            lambda: stranger.add_partitions({"x.v1": 9}),
            lambda: stranger.set_configs({"x.v1": {"retention.ms": "1"}}),
        ]
        for change in changes:
            with pytest.raises(ChangeRefused, match=r"AUTHORIZATION_FAILED|Cluster authorization"):
                change()
