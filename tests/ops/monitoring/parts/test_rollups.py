"""The state of rollups as metrics."""

from ops.monitoring.parts.rollups import Rollups
from orchestration.ports.event_source import OffsetRange
from orchestration.ports.ledger import Taken
from tests.fakes.platform import TOPIC
from tests.fakes.sources import FakeSources
from tests.ops.monitoring.shown import shown


def test_the_state_of_every_rollup_is_shown() -> None:
    sources = FakeSources()
    sources.platform.publish()
    seen = shown(Rollups(sources.made))

    line = 'preagg_freshness{rollup="orders.by_day",state="READY",version="shop-1"}'
    assert seen[line] == 1
    assert seen["preagg_pending_oldest_age_seconds"] == 0


def test_what_is_wanted_and_not_built_grows_older() -> None:
    sources = FakeSources()
    platform = sources.platform
    platform.publish()
    platform.clock.advance(60)
    key = next(iter(platform.ledger.partitions))
    with platform.ledger.intake(TOPIC, "1", "run") as intake:
        intake.take([Taken(OffsetRange(0, 0, 1), events=1, dead=0)], [key])
    platform.clock.advance(30)

    age_s = shown(Rollups(sources.made))["preagg_pending_oldest_age_seconds"]
    assert 30 <= age_s < 30.001  # its clock ticks at each look
