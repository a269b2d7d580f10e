"""Why a broker turns a client away."""

from orchestration.ports.broker_access import (
    AccessRefused,
    BrokerNotTrusted,
    CredentialsMissing,
    CredentialsRefused,
)


def test_trying_again_does_not_help_against_any_of_them() -> None:
    kinds = (CredentialsRefused, BrokerNotTrusted, CredentialsMissing)
    assert all(issubclass(kind, AccessRefused) and not kind.retryable for kind in kinds)


def test_each_hint_names_the_setting_to_look_at() -> None:
    assert "RAMPART_KAFKA_PASSWORD_FILE" in CredentialsRefused.hint
    assert "RAMPART_KAFKA_CA_FILE" in BrokerNotTrusted.hint
