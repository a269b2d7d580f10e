"""One process's count keeps the law that every count keeps."""

from hypothesis import given
from hypothesis import strategies as st

from presence_api.ports.rate_limits import Charge, Limit
from presence_api.reporting.guarding.process_limits import ProcessLimits
from tests.fakes.clock import FakeClock

STEPS = st.lists(
    st.tuples(st.floats(0, 30), st.integers(1, 7), st.integers(1, 7)), min_size=1, max_size=60
)


@given(STEPS, st.integers(7, 50), st.integers(1, 100))
def test_nobody_gets_more_than_burst_and_rate_in_any_time_and_all_charges_or_none(
    steps: list[tuple[float, int, int]], quota: int, window_s: int
) -> None:
    limits = [Limit(name, "acme", "a", quota, window_s) for name in ("user", "tenant")]
    clock = FakeClock()
    counted = ProcessLimits(clock)
    taken: list[tuple[float, tuple[int, int]]] = []
    for pause_s, *costs in steps:
        clock.advance(pause_s)
        charges = [Charge(limit, cost) for limit, cost in zip(limits, costs, strict=True)]
        if counted.take_now(charges).admitted:
            taken.append((clock.monotonic_s(), (costs[0], costs[1])))
    for which in (0, 1):
        for first, (start, _) in enumerate(taken):
            for last in range(first, len(taken)):
                total = sum(costs[which] for _, costs in taken[first : last + 1])
                assert total <= quota + (taken[last][0] - start) * quota / window_s + 1e-3


@given(STEPS, st.integers(7, 50), st.integers(1, 100))
def test_who_waits_as_long_as_was_said_is_admitted_and_who_comes_sooner_is_not(
    steps: list[tuple[float, int, int]], quota: int, window_s: int
) -> None:
    limit = Limit("user", "acme", "a", quota, window_s)
    clock = FakeClock()
    counted = ProcessLimits(clock)
    for pause_s, cost, _ in steps:
        clock.advance(pause_s / 10)
        found = counted.take_now([Charge(limit, cost)])
        if found.admitted:
            continue
        if found.retry_after_s > 1e-3:
            clock.advance(found.retry_after_s - 1e-3)
            assert not counted.take_now([Charge(limit, cost)]).admitted
        clock.advance(min(found.retry_after_s, 1e-3))
        assert counted.take_now([Charge(limit, cost)]).admitted


def test_empty_buckets_are_forgotten() -> None:
    clock = FakeClock()
    counted = ProcessLimits(clock)
    for number in range(25_000):
        clock.advance(1)
        counted.take_now([Charge(Limit("user", "acme", str(number), 10, 10))])
    assert len(counted) <= 10_001
