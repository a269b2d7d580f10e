"""Drift as a metric."""

from ops.monitoring.parts.drift import Drift
from tests.fakes.sources import FakeSources
from tests.ops.monitoring.shown import shown


def test_brokers_that_are_as_declared_show_zeros() -> None:
    seen = shown(Drift(FakeSources().made))

    assert seen['rampart_streaming_drift_differences{kind="SAFE"}'] == 0
    assert seen['rampart_streaming_drift_differences{kind="UNSUPPORTED"}'] == 0


def test_a_topic_that_is_missing_is_a_difference() -> None:
    sources = FakeSources()
    del sources.streaming.own["shop.price.v1"]

    assert shown(Drift(sources.made))['rampart_streaming_drift_differences{kind="SAFE"}'] >= 1


def test_it_is_looked_at_once_a_minute_at_the_most() -> None:
    assert Drift.every_s == 60
