"""What Dagster's webserver shows of runs, over its GraphQL; also starts a run by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from metamodel.kernel.clock import Clock
from ops.demo.telling import LineBroken

_RUNS = """
query Runs($filter: RunsFilter!) {
  runsOrError(filter: $filter, limit: 100) {
    ... on Runs {
      results {
        runId
        status
        creationTime
        endTime
        tags { key value }
        assetMaterializations {
          assetKey { path }
          metadataEntries {
            label
            ... on IntMetadataEntry { intValue }
            ... on FloatMetadataEntry { floatValue }
            ... on TextMetadataEntry { text }
          }
        }
        eventConnection(limit: 1000) {
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
class RunView:
    """One run: its status, its tags, its figures by asset and label, its checks."""

    run_id: str
    status: str
    created_at: float  # Unix seconds
    ended_at: float | None
    tags: dict[str, str]
    figures: dict[str, dict[str, Any]]
    checks: dict[str, bool]

    @property
    def finished(self) -> bool:
        """Has it ended, however?"""
        return self.status not in _OPEN


class DagsterView:
    """One webserver."""

    def __init__(self, url: str, clock: Clock) -> None:
        self._http = httpx.Client(base_url=url, timeout=30)
        self._clock = clock

    def runs(self, job: str) -> list[RunView]:
        """The newest hundred runs of a job, newest first."""
        data = self._ask(_RUNS, {"filter": {"pipelineName": job}})
        return [_run(item) for item in data["runsOrError"]["results"]]

    def run(self, run_id: str) -> RunView:
        """One run."""
        data = self._ask(_RUNS, {"filter": {"runIds": [run_id]}})
        return _run(data["runsOrError"]["results"][0])

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
        return self.wait(lambda: self.run(run_id), lambda run: run.finished, timeout_s)

    def wait(
        self,
        look: Callable[[], RunView],
        enough: Callable[[RunView], bool],
        timeout_s: float,
    ) -> RunView:
        """Look until it is enough. Raises LineBroken after `timeout_s`."""
        deadline = self._clock.monotonic_s() + timeout_s
        while not enough(found := look()):
            if self._clock.monotonic_s() > deadline:
                raise LineBroken(f"run {found.run_id} is still {found.status} after {timeout_s} s")
            self._clock.sleep(0.2)
        return found

    def _ask(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        response = self._http.post("/graphql", json={"query": query, "variables": variables})
        body = response.json()
        if body.get("errors"):
            raise LineBroken(f"Dagster: {body['errors'][0]['message']}")
        data: dict[str, Any] = body["data"]
        return data


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
    tags = {tag["key"]: tag["value"] for tag in item["tags"]}
    return RunView(
        run_id=item["runId"],
        status=item["status"],
        created_at=item["creationTime"],
        ended_at=item["endTime"],
        tags=tags,
        figures=figures,
        checks=checks,
    )
