"""Cube's answers in our words."""

import pytest

from orchestration.adapters.cube_answers import answer, cube_fps, job, refusal, tokens_of
from orchestration.ports.cube import CubeRefused, CubeUnavailable, JobStatus, PartitionsMissing


def test_cubes_without_a_fingerprint_are_left_out() -> None:
    cubes = [
        {"name": "orders", "meta": {"rampart": {"cube_fp": "a"}}},
        {"name": "by_hand", "meta": {"owner": "x"}},
        {"name": "bare", "meta": None},
        {"name": "view"},
    ]

    assert cube_fps({"cubes": cubes}) == {"orders": "a"}


def test_the_rollups_of_an_answer_are_named_by_cube_and_name() -> None:
    used = {"preaggs.orders_by_day": {"preAggregationId": "orders.by_day", "type": "rollup"}}

    found = answer({"data": [{"orders.count": 1}], "usedPreAggregations": used})

    assert found.used_rollups == {"orders.by_day"}


def test_a_refusal_keeps_cubes_own_words_but_not_all_of_them() -> None:
    error = refusal("POST /load", 400, {"error": "x" * 100_000}, "shop-1")

    assert isinstance(error, CubeRefused)
    assert len(str(error)) < 5_000


def test_missing_partitions_count_more_than_the_status() -> None:
    text = {"error": "No pre-aggregation partitions were built yet"}

    assert isinstance(refusal("load", 500, text, "shop-1"), PartitionsMissing)


def test_a_job_that_the_answer_does_not_name_is_gone() -> None:
    assert job("t1", {}).status is JobStatus.GONE


def test_tokens_are_a_list_or_nothing_is_known() -> None:
    assert tokens_of(["a", "b"]) == ("a", "b")
    with pytest.raises(CubeUnavailable):
        tokens_of({"error": "Continue wait"})
