"""How long locks are waited for."""

from presence_api.live.lock_waits import BOUNDS_S, LockWaits


def test_each_bucket_counts_all_that_waited_no_longer() -> None:
    waits = LockWaits()
    for waited_s in (0.0, 0.001, 0.0011, 0.03, 60.0):
        waits.add(waited_s)
    found = dict(waits.buckets())
    assert len(found) == len(BOUNDS_S) + 1
    assert [found[name] for name in ("0.001", "0.0025", "0.025", "0.05", "2.5", "+Inf")] == [
        *(2, 3, 3, 4, 4, 5),
    ]
    assert waits.total_s == 60.0321
