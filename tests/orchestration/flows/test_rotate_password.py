"""A password is changed at the broker, in its file, and in the clients: in that order."""

import pytest

from orchestration.flows.rotate_password import rotate_password
from orchestration.ports.broker_credentials import RotationRefused
from orchestration.ports.event_source import EventSourceUnavailable
from tests.fakes.broker_credentials import FakeBrokerCredentials, FakeClient, FakeSecret


def test_broker_file_and_clients_have_the_new_one() -> None:
    broker, kept = FakeBrokerCredentials({"presence": "old"}), FakeSecret(b"old")
    client = FakeClient(kept)
    rotate_password("presence", "new", broker, kept, [client])
    assert broker.knows("presence", "new")
    assert (kept.content, kept.staged, client.password) == (b"new", None, b"new")


def test_a_refusal_changes_nothing() -> None:
    broker, kept = (
        FakeBrokerCredentials({"presence": "old"}, refuses="no right"),
        FakeSecret(b"old"),
    )
    client = FakeClient(kept)
    with pytest.raises(RotationRefused, match="no right"):
        rotate_password("presence", "new", broker, kept, [client])
    assert broker.knows("presence", "old")
    assert (kept.content, kept.staged, client.password) == (b"old", None, b"old")


def test_a_broker_that_may_have_taken_it_leaves_both_to_be_found() -> None:
    class Away(FakeBrokerCredentials):
        def replace_password(self, principal: str, password: str) -> None:
            super().replace_password(principal, password)
            raise EventSourceUnavailable(principal, "no answer in time")

    kept = FakeSecret(b"old")
    with pytest.raises(EventSourceUnavailable):
        rotate_password("presence", "new", Away(), kept)
    assert (kept.content, kept.staged) == (b"old", b"new")
