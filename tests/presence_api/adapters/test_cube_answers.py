"""Cube's JSON in our words."""

import pytest

from presence_api.adapters.cube_answers import answer, refusal
from presence_api.ports.report_source import (
    NothingBuilt,
    SourceAnswer,
    SourceRefused,
    SourceUnavailable,
    StillRunning,
)


def test_rows_come_with_their_rollups_their_number_and_their_types() -> None:
    found = answer(
        {
            "data": [{"o.count": "3", "o.at.day": "2026-01-01T00:00:00.000"}],
            "usedPreAggregations": {
                "t1": {"preAggregationId": "o.by_day"},
                "t2": {"preAggregationId": "o.by_day"},
            },
            "total": "12",
            "annotation": {"measures": {"o.count": {"type": "number"}}, "segments": {}},
        }
    )
    assert isinstance(found, SourceAnswer)
    assert (found.used, found.total) == (frozenset({"o.by_day"}), 12)
    assert found.types == {"o.count": "number"}


def test_continue_wait_is_no_answer_yet() -> None:
    assert answer({"error": "Continue wait", "stage": None}) == StillRunning()


@pytest.mark.parametrize("payload", [None, 1, [], {}, {"data": 1}, {"data": [], "total": "many"}])
def test_what_is_no_answer_is_a_fault_of_cube(payload: object) -> None:
    with pytest.raises(SourceUnavailable):
        answer(payload)


def test_a_refusal_is_told_from_a_fault() -> None:
    unbuilt = {"error": "Error: No pre-aggregation partitions were built yet"}
    assert refusal(400, unbuilt) == refusal(500, unbuilt) == NothingBuilt()
    assert isinstance(refusal(400, {"error": "no"}), SourceRefused)
    assert isinstance(refusal(503, "busy"), SourceUnavailable)
    assert len(str(refusal(400, {"error": "x" * 9_999}))) == 2_000
