"""Probes, again and again."""

import threading

from ops.monitoring.heartbeat import EDGES_S, Beats, Heartbeat
from tests.fakes.probe_line import FakeProbeLine


def test_what_came_back_is_counted_by_how_long_it_took() -> None:
    line = FakeProbeLine(0.01, 3.0, 60.0)
    heartbeat = Heartbeat(lambda: line)
    for _ in range(3):
        heartbeat.beat()

    within = dict(zip(EDGES_S, heartbeat.beats.within, strict=True))
    assert (within[0.005], within[0.01], within[2.5], within[5.0]) == (0, 1, 1, 2)
    assert heartbeat.beats.returned == 3
    assert heartbeat.beats.failures == 0


def test_whatever_keeps_a_probe_from_coming_back_is_a_failure_and_the_next_goes_out() -> None:
    line = FakeProbeLine(None, 0.01)
    heartbeat = Heartbeat(lambda: line)
    heartbeat.beat()
    heartbeat.beat()

    assert (heartbeat.beats.failures, heartbeat.beats.returned) == (1, 1)


def test_it_beats_until_it_is_ended() -> None:
    ended = threading.Event()
    ended.set()
    heartbeat = Heartbeat(FakeProbeLine)
    heartbeat.run(ended)

    assert heartbeat.beats == Beats()
