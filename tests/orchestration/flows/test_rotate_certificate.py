"""A key store is shown to the node, then put where a restart looks for it."""

import pytest

from orchestration.flows.rotate_certificate import KeyStore, rotate_certificate
from orchestration.ports.broker_credentials import RotationRefused
from tests.fakes.broker_credentials import FakeBrokerCredentials, FakeSecret


def store(kept: FakeSecret) -> KeyStore:
    return KeyStore(2, "client", "/keys/node-2.pem", "/keys/node-2.pem.next", kept)


def test_the_node_judges_the_new_one_before_it_takes_the_place_of_the_old_one() -> None:
    broker, kept = FakeBrokerCredentials(), FakeSecret(b"old")
    rotate_certificate(store(kept), b"new", broker)
    assert kept.content == b"new"
    assert [path for _, _, path in broker.loaded] == ["/keys/node-2.pem.next", "/keys/node-2.pem"]


def test_what_the_node_refuses_changes_nothing() -> None:
    kept = FakeSecret(b"old")
    with pytest.raises(RotationRefused):
        rotate_certificate(store(kept), b"junk", FakeBrokerCredentials(refuses="another name"))
    assert (kept.content, kept.staged) == (b"old", None)
