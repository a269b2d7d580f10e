"""Dagster's webserver as the story reads it, on canned answers."""

import json
from typing import Any

import httpx
import pytest

from ops.demo.dagster_view import DagsterView
from ops.demo.telling import LineBroken
from tests.fakes.clock import FakeClock

RUN: dict[str, Any] = {
    "runId": "run-1",
    "status": "SUCCESS",
    "creationTime": 1.0,
    "endTime": 3.5,
    "tags": [{"key": "rampart/range", "value": "0:1-2"}],
    "assetMaterializations": [
        {
            "assetKey": {"path": ["preagg", "orders_by_day"]},
            "metadataEntries": [
                {"label": "partitions", "intValue": 2},
                {"label": "duration_s", "floatValue": 0.1},
                {"label": "offsets", "text": "0:1-2"},
            ],
        }
    ],
    "eventConnection": {
        "events": [
            {},
            {"evaluation": {"checkName": "servable", "success": True, "assetKey": {"path": ["p"]}}},
        ]
    },
}

WHOLE = {"assetMaterializations", "eventConnection"}  # what is asked for with one run alone


def view(*answers: dict[str, Any]) -> DagsterView:
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        assert json.loads(request.content)["query"]
        return httpx.Response(200, json=left.pop(0) if len(left) > 1 else left[0])

    made = DagsterView("http://dagster.test", FakeClock())
    made._http = httpx.Client(base_url="http://dagster.test", transport=httpx.MockTransport(answer))
    return made


def runs(*found: dict[str, Any]) -> dict[str, Any]:
    return {"data": {"runsOrError": {"results": list(found)}}}


def test_a_run_is_read_with_its_figures_tags_and_checks() -> None:
    run = view(runs(RUN)).run("run-1")

    assert (run.head.run_id, run.head.finished, run.head.ended_at) == ("run-1", True, 3.5)
    assert run.head.tags == {"rampart/range": "0:1-2"}
    assert run.figures["preagg/orders_by_day"]["partitions"] == 2
    assert run.figures["preagg/orders_by_day"]["offsets"] == "0:1-2"
    assert run.checks == {"p servable": True}


def test_a_list_of_runs_does_not_need_their_events() -> None:
    head = {name: value for name, value in RUN.items() if name not in WHOLE}

    (run,) = view(runs(head)).runs("refresh_preagg_job")

    assert (run.run_id, run.status, run.created_at) == ("run-1", "SUCCESS", 1.0)


def test_materializing_launches_the_chosen_assets_and_waits_for_the_run() -> None:
    nodes = [{"assetKey": {"path": ["cube", "orders"]}}, {"assetKey": {"path": ["preagg", "x"]}}]
    made = view(
        {"data": {"repositoryOrError": {"assetNodes": nodes}}},
        {"data": {"launchRun": {"run": {"runId": "run-1"}}}},
        runs({**RUN, "status": "STARTED"}),
        runs(RUN),
    )

    assert made.materialize(["cube"]).head.status == "SUCCESS"


def test_a_run_that_is_not_launched_breaks_the_line() -> None:
    made = view(
        {"data": {"repositoryOrError": {"assetNodes": []}}},
        {"data": {"launchRun": {"__typename": "InvalidStepError", "message": "no"}}},
    )

    with pytest.raises(LineBroken, match="did not launch"):
        made.materialize(["cube"])


def test_a_run_that_never_ends_breaks_the_line() -> None:
    made = view(
        {"data": {"repositoryOrError": {"assetNodes": []}}},
        {"data": {"launchRun": {"run": {"runId": "run-1"}}}},
        runs({**RUN, "status": "STARTED"}),
    )

    with pytest.raises(LineBroken, match="still STARTED"):
        made.materialize(["cube"], timeout_s=5)


def test_an_error_of_graphql_is_shown() -> None:
    with pytest.raises(LineBroken, match="no such field"):
        view({"errors": [{"message": "no such field"}]}).runs("refresh_preagg_job")
