"""How long something takes."""

from presence_api.durations import Durations

BOUNDS_S = (0.001, 0.0025, 0.025, 0.05, 2.5)


def test_each_bucket_counts_all_that_took_no_longer() -> None:
    found = Durations(BOUNDS_S)
    for took_s in (0.0, 0.001, 0.0011, 0.03, 60.0):
        found.add(took_s)
    assert list(found.buckets()) == [
        *(("0.001", 2.0), ("0.0025", 3.0), ("0.025", 3.0), ("0.05", 4.0), ("2.5", 4.0)),
        ("+Inf", 5.0),
    ]
    assert found.total_s == 60.0321
