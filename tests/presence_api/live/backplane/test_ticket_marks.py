"""A ticket is good once, whichever instance it is shown to."""

from presence_api.live.closing import CloseCode
from presence_api.live.rooms.person import Person
from presence_api.live.tickets import Admission
from tests.fakes.browser import Browser
from tests.presence_api.live.backplane.several import Several, users


def shown_to(several: Several, name: str, ticket: str) -> Browser:
    """A tab that shows a ticket to an instance, and asks for a room at once."""
    admission = several[name].tickets.redeem(ticket)
    assert admission is not None
    found = Browser()
    found.session = several[name].sessions.open(found, admission, "127.0.0.1")
    found.sub("order")
    return found


def ticket_of(several: Several, user: str) -> str:
    ends_at = several.clock.now().timestamp() + 3600
    return several["i1"].tickets.issue(Admission(Person(user, user.title(), "acme"), ends_at))


def test_a_ticket_lets_in_once_whichever_instance_it_is_shown_to() -> None:
    several = Several("i1", "i2")
    ticket = ticket_of(several, "anna")
    first, second = (shown_to(several, name, ticket) for name in ("i2", "i1"))
    assert first.of("SNAPSHOT") == second.of("SNAPSHOT") == []  # nobody knows yet who was first
    several.pass_time(0.3)
    assert first.ended is None
    assert len(first.of("SNAPSHOT")) == 1
    assert second.ended is not None
    assert second.ended[0] is CloseCode.NO_TICKET
    assert second.of("SNAPSHOT") == []
    assert users(first) == {"anna"}


def test_a_ticket_prolongs_a_stay_once_whichever_instance_it_is_shown_to() -> None:
    several = Several("i1", "i2")
    here, there = several.tab("i1", "anna"), several.tab("i2", "anna")
    ticket = ticket_of(several, "anna")
    for tab in (here, there):
        assert tab.session is not None
        tab.session.ends_at = 0.0
        tab.say("HB", ticket=ticket)
        several.pass_time(0.1)
    assert here.session is not None
    assert there.session is not None
    assert (here.session.ends_at > 0, there.session.ends_at) == (True, 0.0)
    assert (here.of("ERROR"), len(there.of("ERROR"))) == ([], 1)


def test_while_nobody_can_be_asked_a_ticket_is_believed() -> None:
    several = Several("i1", "i2")
    ticket = ticket_of(several, "anna")
    several["i1"].bus.cut()
    assert len(shown_to(several, "i1", ticket).of("SNAPSHOT")) == 1
    late = shown_to(several, "i2", ticket)
    several["i2"].bus.connected = False  # it is cut off before it is answered
    several.pass_time(0.3)
    assert len(late.of("SNAPSHOT")) == 1
