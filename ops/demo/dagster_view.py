"""What Dagster's webserver shows of runs, over its GraphQL; also starts a run by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from metamodel.kernel.clock import Clock
from ops.demo.telling import LineBroken

_RUNS = """
query Runs($filter: RunsFilter!, $whole: Boolean!) {
  runsOrError(filter: $filter, limit: 100) {
    ... on Runs {
      results {
        runId
        status
        creationTime
        endTime
        tags { key value }
        assetMaterializations @include(if: $whole) {
          assetKey { path }
          metadataEntries {
            label
            ... on IntMetadataEntry { intValue }
            ... on FloatMetadataEntry { floatValue }
            ... on TextMetadataEntry { text }
          }
        }
        eventConnection(limit: 1000) @include(if: $whole) {
          events {
            ... on AssetCheckEvaluationEvent {
              evaluation { checkName success assetKey { path } }
            }
          }
        }
      }
    }
    ... on Error { message }
  }
}
"""
_LAUNCH = """
mutation Launch($params: ExecutionParams!) {
  launchRun(executionParams: $params) {
    __typename
    ... on LaunchRunSuccess { run { runId } }
    ... on Error { message }
    ... on PythonError { message }
  }
}
"""
_ASSETS = """
query Assets($sel: RepositorySelector!) {
  repositoryOrError(repositorySelector: $sel) {
    ... on Repository { assetNodes { assetKey { path } } }
  }
}
"""
LOCATION, REPOSITORY, ASSET_JOB = "rampart", "__repository__", "__ASSET_JOB"
_OPEN = {"QUEUED", "NOT_STARTED", "STARTING", "STARTED", "CANCELING"}


@dataclass(frozen=True, slots=True)
class RunHead:
    """One run as a list shows it: cheap to ask for, again and again."""

    run_id: str
    status: str
    created_at: float  # Unix seconds
    ended_at: float | None
    tags: dict[str, str]

    @property
    def finished(self) -> bool:
        """Has it ended, however?"""
        return self.status not in _OPEN


@dataclass(frozen=True, slots=True)
class RunView:
    """One run, whole: its figures by asset and label, its checks. Dagster reads all its events."""

    head: RunHead
    figures: dict[str, dict[str, Any]]
    checks: dict[str, bool]


class DagsterView:
    """One webserver."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._http = httpx.Client(base_url=url, timeout=30)
        self._clock = clock

    def runs(self, job: str) -> list[RunHead]:
        """The newest hundred runs of a job, newest first."""
        return [_head(item) for item in self._runs({"pipelineName": job}, whole=False)]

    def run(self, run_id: str) -> RunView:
        """One run, whole."""
        (item,) = self._runs({"runIds": [run_id]}, whole=True)
        return _run(item)

    def materialize(self, groups: Sequence[str], timeout_s: float = 120) -> RunView:
        """Materialize all assets whose key begins with one of `groups`, and wait for the run."""
        selector = {"repositoryName": REPOSITORY, "repositoryLocationName": LOCATION}
        found = self._ask(_ASSETS, {"sel": selector})["repositoryOrError"]["assetNodes"]
        keys = [item["assetKey"] for item in found if item["assetKey"]["path"][0] in groups]
        params = {
            "selector": {**selector, "jobName": ASSET_JOB, "assetSelection": keys},
            "runConfigData": {},
        }
        launched = self._ask(_LAUNCH, {"params": params})["launchRun"]
        if "run" not in launched:
            raise LineBroken(f"Dagster did not launch the run: {launched}")
        run_id = launched["run"]["runId"]
        self._await_end(run_id, timeout_s)
        return self.run(run_id)

    def _await_end(self, run_id: str, timeout_s: float) -> None:
        deadline = self._clock.monotonic_s() + timeout_s
        while not (found := self._head(run_id)).finished:
            if self._clock.monotonic_s() > deadline:
                raise LineBroken(f"run {run_id} is still {found.status} after {timeout_s} s")
            self._clock.sleep(0.2)

    def _head(self, run_id: str) -> RunHead:
        (item,) = self._runs({"runIds": [run_id]}, whole=False)
        return _head(item)

    def _runs(self, filter_: dict[str, Any], *, whole: bool) -> list[dict[str, Any]]:
        data = self._ask(_RUNS, {"filter": filter_, "whole": whole})
        found: list[dict[str, Any]] = data["runsOrError"]["results"]
        return found

    def _ask(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        response = self._http.post("/graphql", json={"query": query, "variables": variables})
        body = response.json()
        if body.get("errors"):
            raise LineBroken(f"Dagster: {body['errors'][0]['message']}")
        data: dict[str, Any] = body["data"]
        return data


def _head(item: dict[str, Any]) -> RunHead:
    return RunHead(
        run_id=item["runId"],
        status=item["status"],
        created_at=item["creationTime"],
        ended_at=item["endTime"],
        tags={tag["key"]: tag["value"] for tag in item["tags"]},
    )


def _run(item: dict[str, Any]) -> RunView:
    figures = {
        "/".join(one["assetKey"]["path"]): {
            entry["label"]: entry.get("intValue", entry.get("floatValue", entry.get("text")))
            for entry in one["metadataEntries"]
        }
        for one in item["assetMaterializations"]
    }
    judged = [one["evaluation"] for one in item["eventConnection"]["events"] if one]
    checks = {
        f"{'/'.join(one['assetKey']['path'])} {one['checkName']}": one["success"] for one in judged
    }
    return RunView(_head(item), figures, checks)
