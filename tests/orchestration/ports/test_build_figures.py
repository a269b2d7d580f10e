from itertools import pairwise

from orchestration.ports.build_figures import DURATION_BUCKETS_S, BuildFigures


def test_buckets_rise_and_reach_the_builds_time_limit() -> None:
    assert all(low < high for low, high in pairwise(DURATION_BUCKETS_S))
    assert DURATION_BUCKETS_S[-1] == 900


def test_figures_are_values() -> None:
    one = BuildFigures("orders.by_day", 0, 1, 0.5, (1,) * len(DURATION_BUCKETS_S))

    assert one == BuildFigures("orders.by_day", 0, 1, 0.5, (1,) * len(DURATION_BUCKETS_S))
