"""A way through the broker."""

import pytest

from orchestration.ports.probe_line import ProbeLine, ProbeLost
from tests.fakes.probe_line import FakeProbeLine


def test_the_fake_is_a_line_that_brings_back_or_loses() -> None:
    line: ProbeLine = FakeProbeLine(0.25, None)

    assert line.round_trip_s() == 0.25
    with pytest.raises(ProbeLost):
        line.round_trip_s()


def test_another_probe_may_come_back() -> None:
    assert ProbeLost.retryable
