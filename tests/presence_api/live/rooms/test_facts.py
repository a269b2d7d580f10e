"""What is known of what a room is about."""

from presence_api.live.rooms.facts import Facts
from presence_api.live.rooms.messages import RollupState, Stale


def test_at_first_nothing_is_known() -> None:
    found = Facts()
    found.end(("1",))
    assert (found.lock, found.stale(whole=True), found.builds()) == (None, None, ())


def test_which_instances_are_stale_is_said_of_whole_entities_only() -> None:
    found = Facts()
    found.begin(("1", "2"), 10.0)
    found.begin(("2",), 20.0)
    assert found.stale(whole=True) == Stale(20.0, ("1", "2"))
    assert found.stale(whole=False) == Stale(20.0)
    found.end(("2", "3"))
    assert found.stale(whole=True) == Stale(10.0, ("1",))
    found.end(("1",))
    assert found.stale(whole=True) is None


def test_a_build_is_news_once() -> None:
    found = Facts()
    first, second = RollupState("a", "BUILT", 1), RollupState("a", "FAILED")
    assert [found.report(one) for one in (first, first, second)] == [True, False, True]
    assert found.builds() == (second,)
