"""What the service reads to be let in."""

from pathlib import Path

import pytest

from metamodel.streaming.broker_access import CredentialsMissing, ListenerSecurity
from presence_api.adapters.kafka_access import PLAIN, KafkaAccess


def test_a_plain_client_reads_nothing() -> None:
    assert PLAIN.options() == {}


def test_the_password_is_read_each_time(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("old\n")
    access = KafkaAccess(ListenerSecurity("SASL_PLAINTEXT"), "alice", tmp_path / "password")
    assert access.options()["sasl.password"] == "old"
    (tmp_path / "password").write_text("new\n")
    assert access.options()["sasl.password"] == "new"
    assert "new" not in repr(access)


@pytest.mark.parametrize("file", [None, Path("/nowhere/password")])
def test_what_is_missing_is_said(file: Path | None) -> None:
    with pytest.raises(CredentialsMissing):
        KafkaAccess(ListenerSecurity("SASL_PLAINTEXT"), "alice", file).options()


def test_without_an_authority_nobody_is_believed() -> None:
    with pytest.raises(CredentialsMissing):
        KafkaAccess(ListenerSecurity("SSL")).options()
