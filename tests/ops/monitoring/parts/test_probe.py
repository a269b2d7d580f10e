"""Probes as metrics."""

from ops.monitoring.parts.probe import Probe
from tests.fakes.probe_line import FakeProbeLine
from tests.fakes.sources import FakeSources
from tests.ops.monitoring.shown import shown


def test_round_trips_are_a_histogram_and_lost_probes_a_counter() -> None:
    sources = FakeSources(line=FakeProbeLine(0.02, None, 0.3))
    for _ in range(3):
        sources.heartbeat.beat()
    seen = shown(Probe(sources.made))

    assert seen['rampart_probe_round_trip_seconds_bucket{le="0.025"}'] == 1
    assert seen['rampart_probe_round_trip_seconds_bucket{le="+Inf"}'] == 2
    assert seen["rampart_probe_round_trip_seconds_sum"] == 0.32
    assert seen["rampart_probe_failures_total"] == 1
