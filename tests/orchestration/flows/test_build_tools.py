from dataclasses import FrozenInstanceError

import pytest

from orchestration.flows.build_tools import BuildLimits
from tests.fakes.platform import FakePlatform


def test_a_lease_of_thirty_seconds_survives_two_missed_renewals() -> None:
    assert BuildLimits().renew_every_s * 3 <= 30


def test_limits_are_values() -> None:
    with pytest.raises(FrozenInstanceError):
        BuildLimits().posts = 4  # type: ignore[misc]


def test_tools_without_limits_have_the_usual_ones() -> None:
    assert FakePlatform().build_tools.limits == BuildLimits()
