"""How a client proves who it is, and what it is told when it is not believed."""

from pathlib import Path

import pytest
from confluent_kafka import KafkaError, KafkaException

from metamodel.streaming.broker_access import (
    BrokerNotTrusted,
    CredentialsMissing,
    CredentialsRefused,
    Refusals,
)
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess, await_access

WRONG_PASSWORD = KafkaError(KafkaError._AUTHENTICATION, "SASL authentication error")
WRONG_CERTIFICATE = KafkaError(KafkaError._SSL, "SSL handshake failed")
AWAY = KafkaError(KafkaError._TRANSPORT, "Failed to get metadata")


@pytest.fixture
def access(tmp_path: Path) -> KafkaAccess:
    (tmp_path / "password").write_text("secret\n")
    (tmp_path / "ca.pem").write_text("certificate")
    return KafkaAccess("SASL_SSL", "alice", tmp_path / "password", tmp_path / "ca.pem")


class Away:
    """A client whose broker never answers, and tells the callback an error at each poll."""

    def __init__(self, refusals: Refusals, error: KafkaError, after: int = 0) -> None:
        self._refusals, self._error = refusals, error
        self.looks, self._after = 0, after
        self.credentials = ("", "")

    def list_topics(self, *, timeout: float) -> object:
        del timeout
        self.looks += 1
        if self._after and self.looks > self._after:
            return object()
        raise KafkaException(AWAY)

    def poll(self, timeout: float) -> None:
        del timeout
        self._refusals.notice(self._error)

    def set_sasl_credentials(self, username: str, password: str) -> None:
        self.credentials = (username, password)


def test_a_plain_client_has_no_options_and_can_be_refused_by_nobody() -> None:
    assert PLAIN.options() == {}
    assert not PLAIN.secured


def test_a_secured_client_logs_in_with_what_its_files_say(access: KafkaAccess) -> None:
    assert access.options() == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "alice",
        "sasl.password": "secret",
        "ssl.ca.pem": "certificate",
    }


def test_a_password_that_changed_is_read_at_the_next_look(access: KafkaAccess) -> None:
    access.options()
    assert access.password_file is not None
    access.password_file.write_text("another")
    assert access.options()["sasl.password"] == "another"


def test_a_living_client_is_told_what_the_file_says_now(access: KafkaAccess) -> None:
    client = Away(Refusals(), AWAY)
    access.renew(client)
    assert client.credentials == ("alice", "secret")


def test_the_password_is_in_no_text_about_it(access: KafkaAccess) -> None:
    access.options()
    assert "secret" not in repr(access)


@pytest.mark.parametrize(
    "incomplete",
    [
        KafkaAccess("SASL_SSL"),
        KafkaAccess("SASL_SSL", "alice"),
        KafkaAccess("SASL_SSL", "alice", Path("/nowhere/password")),
        KafkaAccess("SSL"),
    ],
)
def test_what_is_missing_is_said_before_any_connection(incomplete: KafkaAccess) -> None:
    with pytest.raises(CredentialsMissing):
        incomplete.options()


@pytest.mark.parametrize(
    ("error", "ours"), [(WRONG_PASSWORD, CredentialsRefused), (WRONG_CERTIFICATE, BrokerNotTrusted)]
)
def test_a_refusal_ends_the_wait_with_its_reason(error: KafkaError, ours: type[Exception]) -> None:
    refusals = Refusals()
    client = Away(refusals, error)
    with pytest.raises(ours, match=error.str()):
        await_access(client, refusals, timeout_s=3600)
    assert client.looks == 1


def test_other_errors_do_not_end_the_wait() -> None:
    refusals = Refusals()
    client, heard = Away(refusals, AWAY, after=3), list[object]()
    await_access(client, refusals, timeout_s=3600, heard=heard.append)
    assert client.looks == 4
    assert len(heard) == 3


def test_a_broker_that_never_answers_is_waited_for_up_to_the_limit() -> None:
    refusals = Refusals()
    with pytest.raises(KafkaException):
        await_access(Away(refusals, AWAY), refusals, timeout_s=0)
