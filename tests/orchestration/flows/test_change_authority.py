"""Trust comes before certificates."""

from orchestration.flows.change_authority import trust_also, trust_only
from tests.fakes.broker_credentials import FakeSecret


def test_the_old_one_stays_trusted_beside_the_new_one() -> None:
    trusted = FakeSecret(b"OLD\n")
    trust_also(trusted, b"NEW\n")
    assert trusted.content == b"OLD\nNEW\n"


def test_an_authority_is_not_added_twice() -> None:
    trusted = FakeSecret(b"OLD\n")
    trust_also(trusted, b"NEW\n")
    trust_also(trusted, b"NEW\n")
    assert trusted.content == b"OLD\nNEW\n"


def test_in_the_end_only_the_new_one_is_trusted() -> None:
    trusted = FakeSecret(b"OLD\nNEW\n")
    trust_only(trusted, b"NEW\n")
    assert trusted.content == b"NEW\n"
