"""Tickets: short-lived, single-use, nobody else's."""

import base64

from hypothesis import given
from hypothesis import strategies as st

from presence_api.live.rooms.person import Person
from presence_api.live.tickets import Admission, Tickets
from tests.fakes.clock import FakeClock

KEY = b"k" * 32
ANNA = Person("anna", "Anna", "acme")
texts = st.text(max_size=30)


@given(texts, texts, texts, st.floats(0, 1e12), st.none() | texts)
def test_whom_it_was_issued_for_comes_in_once(
    user: str, name: str, tenant: str, ends_at: float, resumes: str | None
) -> None:
    tickets = Tickets(KEY, FakeClock())
    admission = Admission(Person(user, name, tenant), ends_at, resumes)
    ticket = tickets.issue(admission)
    assert tickets.redeem(ticket) == admission
    assert tickets.redeem(ticket) is None


@given(st.data())
def test_a_changed_one_is_worth_nothing(data: st.DataObject) -> None:
    tickets = Tickets(KEY, FakeClock())
    ticket = tickets.issue(Admission(ANNA, 5.0))
    raw = bytearray(base64.urlsafe_b64decode(ticket + "=" * (-len(ticket) % 4)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    forged = base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()
    assert tickets.redeem(forged) is None


@given(st.text(max_size=80))
def test_any_other_text_is_none(text: str) -> None:
    assert Tickets(KEY, FakeClock()).redeem(text) is None


def test_after_its_time_it_is_void_and_its_use_is_forgotten() -> None:
    clock = FakeClock()
    tickets = Tickets(KEY, clock, ttl_s=30)
    used, late = tickets.issue(Admission(ANNA, 5.0)), tickets.issue(Admission(ANNA, 5.0))
    assert tickets.redeem(used) is not None
    clock.advance(29)
    tickets.forget_void()
    assert tickets.redeem(used) is None
    clock.advance(2)
    tickets.forget_void()
    assert tickets.redeem(late) is None
    assert tickets.redeem(used) is None


def test_instances_take_each_others_if_they_share_the_key() -> None:
    clock = FakeClock()
    ticket = Tickets(KEY, clock).issue(Admission(ANNA, 5.0))
    assert Tickets(b"x" * 32, clock).redeem(ticket) is None
    assert Tickets(KEY, clock).redeem(ticket) == Admission(ANNA, 5.0)


def test_a_resume_token_is_its_owners_and_no_ticket() -> None:
    tickets = Tickets(KEY, FakeClock())
    token = tickets.resume_token("i1.7", ANNA)
    assert tickets.resumed(token, ANNA) == "i1.7"
    for other in (Person("eve", "Anna", "acme"), Person("anna", "Anna", "umbrella")):
        assert tickets.resumed(token, other) is None
    for forged in ("", "7", ".7", token[:-1] + "8", token + "0", token.replace(".7", ".\u0667")):
        assert tickets.resumed(forged, ANNA) is None
    assert tickets.redeem(token) is None
