"""What others are told of a change."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metamodel.events.codec import Codec
from metamodel.modelgen.affected import AffectedRollup
from presence_api.entities.writing.change_events import events_of_change, merged, united
from presence_api.entities.writing.row_change import RowChange

CODEC = Codec.committed()
AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
OPERATION = UUID(int=7)
BY_DAY = AffectedRollup("orders", "by_day", "placed_on")
WHOLE = AffectedRollup("customer", "by_country", None)
BEFORE: dict[str, Any] = {"placed_on": "2026-01-01", "status": "O", "price": 1}


def told(after: dict[str, Any], *rollups: AffectedRollup) -> list[tuple[str, dict[str, Any]]]:
    """Topic and payload of each event."""
    change = RowChange("order", "acme", "1", 8, BEFORE, BEFORE | after)
    events = events_of_change(change, rollups, CODEC, at_utc=AT, operation_id=OPERATION)
    return [(event.topic, CODEC.decode(event.topic, event.value)) for event in events]


def ranges(after: dict[str, Any], *rollups: AffectedRollup) -> list[tuple[Any, Any]]:
    return [(one["range_start"], one["range_end"]) for _, one in told(after, *rollups)[1:]]


def test_the_change_is_told_with_names_and_no_values() -> None:
    ((topic, payload),) = told({"status": "F", "price": 5})
    assert topic == "entity.lifecycle.v1"
    assert (payload["phase"], payload["operation_id"]) == ("MUTATED", OPERATION)
    assert (payload["ids"], payload["versions"]) == (["1"], [8])
    assert payload["changed_attributes"] == ["status", "price"]
    assert (payload["tenant"], payload["job_id"], payload["expires_at"]) == ("acme", None, None)


def test_a_rollup_is_asked_for_on_the_rows_day() -> None:
    _, (topic, payload) = told({"status": "F"}, BY_DAY)
    assert topic == "core.reporting.preagg.refresh.v1"
    assert (payload["cube"], payload["pre_aggregation"]) == ("orders", "by_day")
    assert payload["range_start"] == payload["range_end"] == date(2026, 1, 1)
    assert (payload["requested_by"], payload["reason"]) == ("outbox", "order: status")


def test_a_row_that_moves_is_asked_for_where_it_was_and_where_it_is() -> None:
    assert ranges({"placed_on": "2026-03-09"}, BY_DAY) == [
        (date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 3, 9), date(2026, 3, 9)),
    ]
    assert ranges({"placed_on": "2025-12-31"}, BY_DAY) == [(date(2025, 12, 31), date(2026, 1, 1))]


def test_what_may_show_anywhere_is_asked_for_whole() -> None:
    assert ranges({"status": "F"}, WHOLE) == [(None, None)]


@pytest.mark.parametrize("moment", ["2026-03-09", "2026-03-09T00:00:00Z", "2026-03-09T23:59:59Z"])
def test_a_moment_is_on_its_day_in_utc(moment: str) -> None:
    assert ranges({"placed_on": moment}, BY_DAY)[-1] == (date(2026, 3, 9), date(2026, 3, 9))


@pytest.mark.parametrize("moment", [None, "infinity", "0044-03-15 BC"])
def test_what_is_no_day_that_could_be_named_may_show_anywhere(moment: str | None) -> None:
    assert ranges({"placed_on": moment}, BY_DAY) == [(None, None)]


@given(st.sets(st.dates(date(2026, 1, 1), date(2026, 2, 1))))
def test_ranges_hold_each_day_and_no_other_and_do_not_touch(days: set[date]) -> None:
    found = list(united(days))
    held = [
        start + timedelta(days=number)
        for start, end in found
        for number in range((end - start).days + 1)
    ]
    assert held == sorted(days)
    gaps = [after[0] - before[1] for before, after in pairwise(found)]
    assert all(gap > timedelta(days=1) for gap in gaps)


DAYS = st.dates(date(2026, 1, 1), date(2026, 2, 1))


@given(st.lists(st.tuples(DAYS, DAYS).map(lambda ends: (min(ends), max(ends)))))
def test_ranges_are_merged_into_those_of_their_days(ranges: list[tuple[date, date]]) -> None:
    days = {
        start + timedelta(days=number)
        for start, end in ranges
        for number in range((end - start).days + 1)
    }
    assert list(merged(ranges)) == list(united(days))
