"""Who comes back as which connection: of the same instance, and of another one with its key."""

import gc

import pytest

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.person import Person
from presence_api.live.session import Session
from tests.fakes.browser import Browser
from tests.fakes.instance import Instance

TIMES = 50


def resume_of(tab: Browser) -> str:
    """What its WELCOME said it may come back with."""
    found: str = tab.of("WELCOME")[0]["resume"]
    return found


def lose(tab: Browser) -> None:
    """Its connection breaks off."""
    assert tab.session is not None
    tab.session.lost()


def test_who_comes_back_to_another_instance_ends_no_connection_there() -> None:
    """Both number their connections from 1, and share the key that `resume` is signed with."""
    one, other = Instance(name="i1"), Instance(name="i2")
    lost, open_tab = one.browser("anna"), other.browser("anna")
    lose(lost)
    again = other.browser("anna", resume=resume_of(lost))
    assert open_tab.ended is None
    assert again.ended is None


def test_who_comes_back_after_a_restart_ends_no_connection_that_came_before_them() -> None:
    before, after = Instance(name="i1"), Instance(name="i2")  # a process, and the one after it
    first, second = before.browser("anna"), before.browser("anna")
    quick = after.browser("anna", resume=resume_of(second))
    slow = after.browser("anna", resume=resume_of(first))
    assert [quick.ended, slow.ended] == [None, None]


def test_who_comes_back_to_the_same_instance_replaces_what_is_still_open() -> None:
    instance = Instance()
    first = instance.browser("anna")
    second = instance.browser("anna", resume=resume_of(first))
    assert first.ended is not None
    assert first.ended[0] is CloseCode.REPLACED
    assert second.ended is None


def test_of_connections_that_somebody_came_back_from_nothing_is_kept() -> None:
    others = sessions_alive()  # of servers of other tests
    instance = Instance()
    tab = instance.browser("anna")
    for _ in range(TIMES):
        tab.sub("order")
        tab = instance.browser("anna", resume=resume_of(tab), views=tab)
    tab.sub("order")
    instance.pass_time(12)  # every grace is over
    known = [one for one in sessions_alive() if one not in others]
    assert len(known) <= 2, f"{len(known)} sessions are kept for one connection"


def sessions_alive() -> list[Session]:
    gc.collect()
    return [one for one in gc.get_objects() if isinstance(one, Session)]


@pytest.mark.parametrize("number", ["", "x", "-1", "\u00b2", "0" * 30, "9" * 30, "9" * 5000])
def test_what_is_no_resume_token_is_refused_whatever_its_number_looks_like(number: str) -> None:
    """It comes in a request: an error here would be one of the server."""
    person = Person("anna", "Anna", "acme")
    assert Instance().tickets.resumed(f"AAAAAAAAAAAAAAAAAAAAAA.{number}", person) is None


def test_who_breaks_off_twice_before_saying_anything_still_holds_what_they_held() -> None:
    instance = Instance()
    first = instance.browser("anna")
    first.sub("order/1")
    first.say("LOCK", room="order/1")
    instance.settle()
    assert len(first.of("LOCK_GRANTED")) == 1
    lose(first)
    second = instance.browser("anna", resume=resume_of(first))
    lose(second)
    third = instance.browser("anna", resume=resume_of(second), views=first)
    third.sub("order/1")
    instance.pass_time(12)  # every grace is over
    assert len(third.of("LOCK_GRANTED")) >= 1
    assert len(instance.locks) == 1
