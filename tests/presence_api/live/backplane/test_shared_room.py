"""One room as several instances have it."""

from presence_api.live.backplane.messages import News, Share
from presence_api.live.backplane.shared_room import SharedRoom
from presence_api.live.rooms.messages import Mode
from tests.fakes.instance import Instance


def shared(*users: str) -> SharedRoom:
    """A room with these people here, none of whom was said yet."""
    instance = Instance()
    for user in users:
        instance.browser(user).sub("order")
    room = instance.rooms.room("acme", "order")
    found = SharedRoom("acme", room)
    for user in users:
        found.touch(user)
    return found


def share(user: str, row: str | None = None) -> Share:
    return Share(user, user.title(), 1.0, Mode.VIEWING, row)


def news(number: int, *members: Share, left: tuple[str, ...] = (), whole: bool = False) -> News:
    return News("i2", "i2.1", number, members, left, whole)


def test_what_is_different_is_said_once_and_all_of_it_when_asked() -> None:
    found = shared("anna", "ben")
    said = found.news("i1")
    assert said is not None
    assert (said.number, {one.user for one in said.members}) == (1, {"anna", "ben"})
    found.touch("anna")
    found.touch("nobody")
    assert found.news("i1") is None
    everything = found.all_of_it("i1")
    assert (everything.number, everything.whole, len(everything.members)) == (1, True, 2)


def test_news_in_order_are_followed_and_a_gap_is_noticed() -> None:
    found = shared("anna")
    assert found.hear(news(1, share("ben")))
    assert found.hear(news(2, share("ben", "7"), share("cem")))
    assert found.hear(news(1, left=("ben",)))  # late: it was heard
    assert not found.hear(news(4, left=("cem",)))
    assert found.room.members.keys() == {"anna", "ben", "cem"}
    assert found.hear(news(4, share("cem", "1"), whole=True))
    assert found.room.members.keys() == {"anna", "cem"}
    assert found.hear(news(5, left=("cem", "unknown")))
    assert found.room.members.keys() == {"anna"}


def test_another_incarnation_begins_anew() -> None:
    found = shared("anna")
    found.hear(news(1, share("ben")))
    assert found.hear(News("i2", "i2.2", 1, (share("cem"),)))
    assert found.room.members.keys() == {"anna", "cem"}
    assert not found.hear(News("i2", "i2.3", 2, (share("dora"),)))


def test_guests_are_never_said_to_be_ours() -> None:
    found = shared("anna")
    found.news("i1")
    found.hear(news(1, share("ben"), share("anna", "7")))
    found.touch("ben")
    found.touch("anna")
    assert found.news("i1") is None
    found.forget("i2")
    assert found.room.members.keys() == {"anna"}
    assert not found.company
