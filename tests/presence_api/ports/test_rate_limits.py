"""How much somebody may ask for, as a port."""

import pytest

from presence_api.ports.rate_limits import (
    Charge,
    CostAboveQuota,
    Limit,
    RateLimits,
    RateLimitsUnavailable,
    Standing,
    Verdict,
)
from tests.fakes.clock import FakeClock
from tests.fakes.rate_limits import FakeRateLimits

LIMIT = Limit("user", "acme", "anna", quota=10, window_s=1)


def test_the_fake_counts_and_trying_again_may_help() -> None:
    limits: RateLimits = FakeRateLimits(FakeClock())
    assert limits is not None
    assert RateLimitsUnavailable("x").retryable


def test_a_cost_that_no_wait_pays_is_refused_for_good() -> None:
    assert Charge(LIMIT, 10).cost == 10
    with pytest.raises(CostAboveQuota, match="user: 11 of 10"):
        Charge(LIMIT, 11)
    assert not CostAboveQuota.retryable


@pytest.mark.parametrize("cost", [0, -1])
def test_nothing_is_given_back(cost: int) -> None:
    with pytest.raises(ValueError, match="cost"):
        Charge(LIMIT, cost)


@pytest.mark.parametrize(("quota", "window_s"), [(0, 1), (1, 0)])
def test_a_limit_that_nobody_can_keep_is_none(quota: int, window_s: int) -> None:
    with pytest.raises(ValueError, match="quota and window"):
        Limit("user", "acme", "anna", quota, window_s)


def test_of_several_limits_the_longest_wait_counts() -> None:
    waits = [Standing(Charge(LIMIT), 0, 0.1, wait_s) for wait_s in (0.1, 3.0, 0)]
    assert Verdict(False, tuple(waits)).retry_after_s == 3
