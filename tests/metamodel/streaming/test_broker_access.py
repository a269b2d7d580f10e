"""What a secured listener asks of a client, and why a broker turns one away."""

import pytest
from confluent_kafka import KafkaError

from metamodel.streaming.broker_access import (
    AUTHENTICATION_FAILED,
    TLS_FAILED,
    AccessRefused,
    BrokerNotTrusted,
    CredentialsMissing,
    CredentialsRefused,
    ListenerSecurity,
    Refusals,
)

WRONG_PASSWORD = KafkaError(AUTHENTICATION_FAILED, "SASL authentication error\nat 127.0.0.1")
WRONG_CERTIFICATE = KafkaError(TLS_FAILED, "SSL handshake failed")


def test_trying_again_does_not_help_against_any_of_them() -> None:
    kinds = (CredentialsRefused, BrokerNotTrusted, CredentialsMissing)
    assert all(issubclass(kind, AccessRefused) and not kind.retryable for kind in kinds)


def test_each_hint_names_the_setting_to_look_at() -> None:
    assert "RAMPART_KAFKA_PASSWORD_FILE" in CredentialsRefused.hint
    assert "RAMPART_KAFKA_CA_FILE" in BrokerNotTrusted.hint


def test_a_listener_without_security_asks_for_nothing() -> None:
    assert ListenerSecurity().options("alice", "secret", "pem") == {}


def test_a_listener_with_passwords_and_certificates_asks_for_both() -> None:
    assert ListenerSecurity("SASL_SSL").options("alice", "secret", "pem") == {
        "security.protocol": "SASL_SSL",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "alice",
        "sasl.password": "secret",
        "ssl.ca.pem": "pem",
    }


def test_a_listener_with_certificates_only_asks_for_no_password() -> None:
    options = ListenerSecurity("SSL").options("", "", "pem")
    assert options == {"security.protocol": "SSL", "ssl.ca.pem": "pem"}


def test_nobody_can_log_in_without_a_name() -> None:
    with pytest.raises(CredentialsMissing, match="no user is named"):
        ListenerSecurity("SASL_PLAINTEXT").options("", "secret", "")


def test_the_codes_are_those_of_the_client_library() -> None:
    codes = (KafkaError._AUTHENTICATION, KafkaError._SSL)
    assert codes == (AUTHENTICATION_FAILED, TLS_FAILED)


@pytest.mark.parametrize(
    ("error", "ours"), [(WRONG_PASSWORD, CredentialsRefused), (WRONG_CERTIFICATE, BrokerNotTrusted)]
)
def test_a_refusal_is_told_once_in_one_line(error: KafkaError, ours: type[AccessRefused]) -> None:
    refusals = Refusals()
    refusals.notice(error)

    with pytest.raises(ours) as caught:
        refusals.check()

    assert "\n" not in str(caught.value)
    refusals.check()


def test_other_errors_are_no_refusal() -> None:
    refusals = Refusals()
    refusals.notice(KafkaError(KafkaError._TRANSPORT, "connection lost"))
    refusals.check()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (TLS_FAILED, "SSL handshake failed: Disconnected: connection reset by peer"),
        (AUTHENTICATION_FAILED, "SASL authentication error: Local: Broker transport failure"),
    ],
)
def test_a_broker_that_dies_in_the_middle_of_a_handshake_has_refused_nobody(
    code: int, words: str
) -> None:
    refusals = Refusals()
    refusals.notice(KafkaError(code, words))
    refusals.check()
