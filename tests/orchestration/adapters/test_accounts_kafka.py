"""Accounts of a cluster that is not there; what they are on one is the contract's to say."""

import logging

import pytest

from metamodel.streaming.broker_access import ClientOptions
from orchestration.adapters.accounts_kafka import KafkaAccounts
from orchestration.ports.streaming_admin import ClusterUnavailable

NOBODY = "127.0.0.1:1"
SECRET = "open sesame"


@pytest.fixture
def accounts() -> KafkaAccounts:
    login: ClientOptions = {
        "security.protocol": "SASL_PLAINTEXT",
        "sasl.mechanism": "SCRAM-SHA-512",
        "sasl.username": "front",
        "sasl.password": SECRET,
        "statistics.interval.ms": 5,
    }
    return KafkaAccounts(NOBODY, timeout_s=0.2, client_options=login)


def test_making_one_opens_nothing() -> None:
    KafkaAccounts(NOBODY, timeout_s=0.2, client_options={})


def test_a_cluster_that_is_not_there_is_unavailable(accounts: KafkaAccounts) -> None:
    for look in (accounts.grants, accounts.credentials, accounts.quotas):
        with pytest.raises(ClusterUnavailable):
            look()
    with pytest.raises(ClusterUnavailable):
        accounts.set_quotas({"front": {"producer_byte_rate": 1.0}})


def test_no_log_has_the_password(accounts: KafkaAccounts, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    with pytest.raises(ClusterUnavailable) as refused:
        accounts.quotas()

    assert SECRET not in caplog.text
    assert SECRET not in str(refused.value)
