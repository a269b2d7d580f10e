"""The request to build again."""

from datetime import date

import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.ids import event_key_parts


@pytest.mark.parametrize(
    ("start", "end", "key"),
    [
        (date(2025, 1, 1), date(2025, 1, 31), "orders:by_day:2025-01-01..2025-01-31"),
        (None, None, "orders:by_day:.."),
    ],
)
def test_the_key_is_cube_rollup_and_range(start: date | None, end: date | None, key: str) -> None:
    payload = {"cube": "orders", "pre_aggregation": "by_day"}

    assert PreaggRefresh.key(payload | {"range_start": start, "range_end": end}) == key
    assert event_key_parts(key)[:2] == ("orders", "by_day")


def test_a_request_nobody_understands_is_kept() -> None:
    assert PreaggRefresh.failure.dead_letter
