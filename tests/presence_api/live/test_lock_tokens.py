"""Tokens of locks: whose, of what, and until when."""

from hypothesis import given
from hypothesis import strategies as st

from presence_api.live.lock_tokens import Claim, LockTokens
from presence_api.ports.lock_table import LockAddress
from tests.fakes.clock import FakeClock

KEY = b"k" * 32
ORDER = LockAddress("acme", "order", "1")
texts = st.text(max_size=12)


def tokens(clock: FakeClock | None = None) -> LockTokens:
    return LockTokens(KEY, clock or FakeClock())


@given(st.none() | texts, texts, texts, texts, st.integers(0, 2**80))
def test_a_good_one_is_believed_of_what_it_was_signed_for(
    tenant: str | None, entity: str, key: str, subject: str, fence: int
) -> None:
    clock = FakeClock()
    address, claim = LockAddress(tenant, entity, key), Claim(fence, clock.now().timestamp() + 5)
    token = tokens(clock).sign(address, subject, claim)
    assert tokens(clock).verify(token, address, subject) == claim


@given(st.data())
def test_any_change_makes_it_worthless(data: st.DataObject) -> None:
    clock = FakeClock()
    token = tokens(clock).sign(ORDER, "anna", Claim(7, clock.now().timestamp() + 5))
    at = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="ascii").filter(lambda one: one != token[at]))
    changed = token[:at] + letter + token[at + 1 :]
    found = tokens(clock).verify(changed, ORDER, "anna")
    # The last letter of base64 has bits that mean nothing.
    assert found is None or at == len(token) - 1


@given(st.text(max_size=60))
def test_any_other_text_is_none(text: str) -> None:
    assert tokens().verify(text, ORDER, "anna") is None


def test_it_is_nobody_elses_and_of_nothing_else() -> None:
    clock = FakeClock()
    token = tokens(clock).sign(ORDER, "anna", Claim(7, clock.now().timestamp() + 5))
    assert tokens(clock).verify(token, ORDER, "ben") is None
    for other in (
        LockAddress("umbrella", "order", "1"),
        LockAddress(None, "order", "1"),
        LockAddress("acme", "order_item", "1"),
        LockAddress("acme", "order", "2"),
    ):
        assert tokens(clock).verify(token, other, "anna") is None
    assert LockTokens(b"x" * 32, clock).verify(token, ORDER, "anna") is None


def test_it_ends_and_lateness_is_allowed_only_where_it_is_said() -> None:
    clock = FakeClock()
    token = tokens(clock).sign(ORDER, "anna", Claim(7, clock.now().timestamp() + 5))
    clock.advance(6)
    assert tokens(clock).verify(token, ORDER, "anna") is None
    assert tokens(clock).verify(token, ORDER, "anna", late_s=2) is not None
