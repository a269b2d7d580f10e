"""What the others have not been told yet."""

from presence_api.live.rooms.messages import Member
from presence_api.live.rooms.news import News
from presence_api.live.rooms.seat import Seat


def seat(user: str) -> Seat:
    found = Seat(Member(user, user.title(), "#000000", 0.0))
    found.listed = True
    return found


def test_a_member_is_news_once_and_so_is_the_count() -> None:
    news, anna = News(), seat("anna")
    assert not news.any(0)
    news.mark(anna)
    assert news.any(1)
    said = news.diff("order", 1, 1)
    assert said is not None
    assert (said.joined, said.active, said.count) == ((anna.member,), (), 1)
    assert not news.any(1)
    assert news.diff("order", 2, 1) is None


def test_who_was_never_told_of_leaves_without_a_word() -> None:
    news, anna, ben = News(), seat("anna"), seat("ben")
    news.mark(anna)
    assert not news.leave(anna)
    assert news.diff("order", 1, 0) is None
    news.mark(ben)
    news.diff("order", 1, 1)
    assert news.leave(ben)
    assert news.returns(ben)
    said = news.diff("order", 2, 0)
    assert said is not None
    assert said.left == ("ben",)
