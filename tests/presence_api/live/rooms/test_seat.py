"""A member with several connections."""

from presence_api.live.rooms.messages import Member, Mode
from presence_api.live.rooms.seat import Seat
from presence_api.live.session import Session
from tests.fakes.instance import Instance


def seat_of(count: int) -> tuple[Seat, list[Session]]:
    instance = Instance()
    tabs = [instance.browser("anna").session for _ in range(count)]
    seat = Seat(Member("anna", "Anna", "#000000", 0.0))
    found = [tab for tab in tabs if tab is not None]
    seat.peers.extend(found)
    return seat, found


def test_the_same_focus_again_is_no_change() -> None:
    seat, (tab,) = seat_of(1)
    assert seat.focus(tab, "1", None)
    assert not seat.focus(tab, "1", None)
    assert seat.blur(tab)
    assert not seat.blur(tab)


def test_three_tabs_give_their_focus_back_in_turn() -> None:
    seat, (one, two, three) = seat_of(3)
    for tab, row in ((one, "1"), (two, "2"), (three, "3"), (one, "4")):
        seat.focus(tab, row, None)
    assert seat.activity.row == "4"
    seat.blur(two)
    seat.blur(one)
    assert seat.activity.row == "3"
    seat.blur(three)
    assert seat.quiet


def test_a_connection_that_came_back_holds_what_it_held() -> None:
    seat, (one, two) = seat_of(2)
    new = Instance().browser("anna").session
    assert new is not None
    seat.focus(one, "1", None)
    seat.focus(two, "2", None)
    seat.replace(one, new)
    seat.blur(two)
    assert seat.activity.row == "1"
    seat.blur(new)
    assert seat.activity.row is None


def test_a_field_alone_is_looked_at_too() -> None:
    seat, (tab,) = seat_of(1)
    assert seat.quiet
    seat.focus(tab, None, "comment")
    assert seat.seen
    assert not seat.quiet
    seat.blur(tab)
    assert seat.quiet


def test_editing_is_seen_even_of_one_that_is_not_listed() -> None:
    seat, (tab,) = seat_of(1)
    assert not seat.seen
    tab.mode = Mode.EDITING
    assert seat.mode_again()
    assert seat.seen
    assert not seat.mode_again()
