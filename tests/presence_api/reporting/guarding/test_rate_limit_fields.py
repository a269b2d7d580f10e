"""What clients read of their limits."""

import math

from hypothesis import given
from hypothesis import strategies as st

from presence_api.ports.rate_limits import Charge, Limit, Standing, Verdict
from presence_api.reporting.guarding.process_limits import ProcessLimits
from presence_api.reporting.guarding.rate_limit_fields import (
    rate_limit_fields,
    violated_policies,
    whole_seconds,
)
from tests.fakes.clock import FakeClock

USER = Charge(Limit("user", "acme", "anna", quota=100, window_s=10), cost=5)
TENANT = Charge(Limit("tenant", "acme", "acme", quota=1000, window_s=60))


def test_each_limit_has_its_policy_and_what_is_left() -> None:
    found = rate_limit_fields(
        Verdict(True, (Standing(USER, 42, 0.05, 0), Standing(TENANT, 1000, 0, 0)))
    )
    assert found == {
        "RateLimit-Policy": '"user";q=100;w=10, "tenant";q=1000;w=60',
        "RateLimit": '"user";r=42;t=1, "tenant";r=1000;t=0',
    }


def test_a_refusal_says_when_to_come_again_and_whose_limit_it_was() -> None:
    refused = Verdict(False, (Standing(USER, 3, 0.1, 1.2), Standing(TENANT, 7, 0.1, 0)))
    assert rate_limit_fields(refused)["Retry-After"] == "2"
    assert violated_policies(refused) == ["user"]


def test_a_name_stays_within_its_quotes() -> None:
    odd = Charge(Limit('a"b\\c', "acme", "anna", quota=1, window_s=1))
    found = rate_limit_fields(Verdict(True, (Standing(odd, 1, 0, 0),)))
    assert found["RateLimit"] == '"a\\"b\\\\c";r=1;t=0'


def test_seconds_are_rounded_up_to_one_at_least() -> None:
    assert [whole_seconds(one) for one in (0, 0.2, 1, 1.01)] == ["1", "1", "1", "2"]


@given(st.lists(st.tuples(st.floats(0, 3), st.integers(1, 20)), min_size=1, max_size=50))
def test_nobody_is_told_to_come_again_before_there_is_more(steps: list[tuple[float, int]]) -> None:
    clock = FakeClock()
    counted = ProcessLimits(clock)
    limit = Limit("user", "acme", "anna", quota=20, window_s=60)
    for pause_s, cost in steps:
        clock.advance(pause_s)
        found = counted.take_now([Charge(limit, cost)])
        if not found.admitted:
            after = int(rate_limit_fields(found)["Retry-After"])
            assert after >= math.ceil(found.standings[0].next_s)
