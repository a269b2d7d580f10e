"""The last build of each pre-aggregation."""

from presence_api.live.rooms.messages import RollupState
from presence_api.live.staleness.rollups import Rollups
from presence_api.ports.event_log import RollupBuilt


def built(epoch: int | None, at: float, state: str = "BUILT") -> RollupBuilt:
    return RollupBuilt("orders", "by_month", state, epoch, at)


def test_the_newest_counts_and_nothing_is_news_twice() -> None:
    found = Rollups()
    told = [built(1, 10), built(1, 10), built(3, 30), built(2, 40), built(2, 20)]
    assert [found.take(event) for event in told] == [True, False, True, False, False]
    assert found.of("orders") == (RollupState("orders.by_month", "BUILT", 3),)
    assert found.of("customers") == ()


def test_a_failure_is_news_and_so_is_the_build_after_it() -> None:
    found = Rollups()
    told = [built(1, 10), built(None, 20, "FAILED"), built(2, 30)]
    assert all(found.take(event) for event in told)
