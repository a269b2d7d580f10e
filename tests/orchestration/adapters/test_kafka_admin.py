"""An admin client that is kept while it works."""

from collections.abc import Iterator

import pytest

from metamodel.streaming.broker_access import CredentialsMissing
from orchestration.adapters.kafka_access import PLAIN, Client, KafkaAccess
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.ports.event_source import EventSourceUnavailable
from tests.fakes.kafka_mock import KafkaMock, kafka_mock


@pytest.fixture
def mock() -> Iterator[KafkaMock]:
    with kafka_mock() as broker:
        yield broker


def test_a_client_that_works_is_kept(mock: KafkaMock) -> None:
    admin = KafkaAdmin(mock.bootstrap, PLAIN)
    with admin.asking("first") as first, admin.asking("second") as second:
        assert first is second


def test_a_client_that_failed_is_thrown_away(mock: KafkaMock) -> None:
    admin = KafkaAdmin(mock.bootstrap, PLAIN)
    with pytest.raises(EventSourceUnavailable, match="no answer"), admin.asking("a") as first:
        raise TimeoutError
    with admin.asking("again") as second:
        assert second is not first


def test_files_are_read_when_the_client_is_opened_and_not_before() -> None:
    admin = KafkaAdmin("127.0.0.1:1", KafkaAccess("SASL_SSL", "alice"))
    with pytest.raises(CredentialsMissing), admin.asking("anything"):
        pass


def test_a_client_that_is_kept_hears_of_a_new_password(mock: KafkaMock) -> None:
    renewed: list[Client] = []

    class Rotated(KafkaAccess):
        def renew(self, client: Client) -> None:
            renewed.append(client)

    admin = KafkaAdmin(mock.bootstrap, Rotated())
    with admin.asking("first") as first:
        assert renewed == []
    with admin.asking("second"):
        assert renewed == [first]
