"""Builds as metrics."""

from ops.monitoring.parts.builds import Builds
from tests.fakes.sources import FakeSources
from tests.ops.monitoring.shown import shown


def test_builds_are_a_histogram_and_failures_a_counter() -> None:
    seen = shown(Builds(FakeSources().made))

    assert seen['preagg_build_duration_seconds_bucket{le="+Inf",rollup="orders.by_day"}'] == 2
    assert seen['preagg_build_duration_seconds_bucket{le="0.5",rollup="orders.by_day"}'] == 0
    assert seen['preagg_build_failures_total{rollup="orders.by_day"}'] == 1
