"""What a job will have asked for."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from metamodel.modelgen.affected import AffectedRollup
from presence_api.entities.bulk.touched import Touched, refreshes, with_changes
from presence_api.entities.writing.row_change import RowChange
from tests.presence_api.entities.bulk.ground import BY_DAY, CODEC, WHOLE

FIRST, AT = date(2026, 1, 1), datetime(2026, 1, 2, tzinfo=UTC)
DAYS = st.integers(0, 30).map(lambda number: (FIRST + timedelta(days=number)).isoformat())


def change(before: str | None, after: str | None = None) -> RowChange:
    rows: Any = ({"made": before}, {"made": after or before})
    return RowChange("gadget", "acme", "1", 2, *rows)


def asked(touched: Touched) -> list[tuple[str, Any, Any]]:
    events = refreshes(touched, "why", CODEC, at_utc=AT)
    found = [CODEC.decode(event.topic, event.value) for event in events]
    return [(one["pre_aggregation"], one["range_start"], one["range_end"]) for one in found]


@given(st.lists(st.lists(st.tuples(DAYS, DAYS))))
def test_chunk_by_chunk_it_is_the_same_as_at_once(chunks: list[list[tuple[str, str]]]) -> None:
    changes = [[change(*days) for days in chunk] for chunk in chunks]
    touched: Touched = {}
    for chunk in changes:
        touched = json.loads(json.dumps(with_changes(touched, chunk, [BY_DAY])))
    at_once = with_changes({}, [one for chunk in changes for one in chunk], [BY_DAY])
    assert asked(touched) == asked(at_once)
    days = {date.fromisoformat(day) for chunk in chunks for pair in chunk for day in pair}
    covered = {
        start + timedelta(days=number)
        for _, start, end in asked(touched)
        for number in range((end - start).days + 1)
    }
    assert covered == days


def test_what_has_no_day_touches_all_of_it_for_good() -> None:
    touched = with_changes({}, [change("2026-01-01")], [BY_DAY, WHOLE])
    assert asked(touched) == [("by_day", FIRST, FIRST), ("totals", None, None)]
    touched = with_changes(touched, [change(None)], [BY_DAY])
    touched = with_changes(touched, [change("2026-01-01")], [BY_DAY])
    assert asked(touched) == [("by_day", None, None), ("totals", None, None)]


def test_without_changes_nothing_is_touched() -> None:
    assert with_changes({}, [], [BY_DAY, AffectedRollup("a", "b", None)]) == {}
