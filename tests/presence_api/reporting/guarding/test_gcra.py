"""How full a bucket is, and what that means."""

import pytest

from presence_api.ports.rate_limits import Charge, Limit
from presence_api.reporting.guarding.gcra import affordable, price_us, verdict

LIMIT = Limit("user", "acme", "anna", quota=10, window_s=20)  # a unit every 2 s


@pytest.mark.parametrize(
    ("used_s", "cost", "left", "next_s", "wait_s"),
    [
        (0, 1, 10, 0, 0),
        (2, 1, 9, 2, 0),
        (3, 1, 8, 1, 0),
        (18, 1, 1, 2, 0),
        (19, 1, 0, 1, 1),
        (20, 1, 0, 2, 2),
        (18, 3, 1, 2, 4),
        (20, 10, 0, 2, 20),
    ],
)
def test_what_is_left_and_how_long_to_wait(
    used_s: float, cost: int, left: int, next_s: float, wait_s: float
) -> None:
    charge = Charge(LIMIT, cost)
    (standing,) = verdict([charge], [used_s * 1e6], admitted=False).standings
    assert (standing.left, standing.next_s, standing.wait_s) == (left, next_s, wait_s)
    assert affordable(charge, used_s * 1e6) is (wait_s == 0)


def test_a_charge_that_was_taken_waits_for_nothing() -> None:
    found = verdict([Charge(LIMIT, 10)], [20e6], admitted=True)
    assert (found.retry_after_s, found.standings[0].left) == (0, 0)


def test_a_quota_that_does_not_divide_its_window_can_be_used_up() -> None:
    thirds = Charge(Limit("user", "acme", "anna", quota=3, window_s=10))
    used = 1.8e15 + 2 * price_us(thirds) - 1.8e15
    assert affordable(thirds, used)
    assert not affordable(thirds, used + price_us(thirds))
