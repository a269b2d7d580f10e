"""What Dagster's webserver says of runs, ticks and checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import httpx

JOB = "refresh_preagg_job"
DUE_SENSOR = "preagg_due_sensor"
UNFINISHED = ["QUEUED", "NOT_STARTED", "STARTING", "STARTED", "CANCELING"]
_RUNS = """
query Runs($filter: RunsFilter!, $limit: Int!) {
  runsOrError(filter: $filter, limit: $limit) {
    ... on Runs { results { runId status tags { key value } } }
    ... on Error { message }
  }
}
"""
_REASONS = """
query Reasons($run: ID!) {
  runOrError(runId: $run) {
    ... on Run {
      eventConnection(limit: 1000) {
        events {
          __typename
          ... on MessageEvent { message }
          ... on ExecutionStepFailureEvent { error { message causes { message } } }
        }
      }
    }
  }
}
"""
_TICKS = """
query Ticks($sensor: SensorSelector!, $limit: Int!) {
  sensorOrError(sensorSelector: $sensor) {
    ... on Sensor {
      sensorState {
        ticks(limit: $limit) { tickId status skipReason runIds error { message } }
      }
    }
    ... on Error { message }
  }
}
"""
_CHECK = """
query Check($asset: AssetKeyInput!, $check: String!) {
  assetCheckExecutions(assetKey: $asset, checkName: $check, limit: 10) {
    runId
    status
    evaluation { success metadataEntries { label ... on TextMetadataEntry { text } } }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the refresh job."""

    run_id: str
    status: str
    tags: dict[str, str]


@dataclass(frozen=True, slots=True)
class Tick:
    """One evaluation of a sensor; `words` are why it was skipped or how it failed."""

    tick_id: str
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One result of an asset check."""

    run_id: str
    passed: bool
    texts: dict[str, str]


class DagsterWindow:
    """One webserver."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=30)

    def runs(self, statuses: Sequence[str] = (), limit: int = 100) -> list[Run]:
        """The newest runs of the refresh job, newest first."""
        wanted: dict[str, Any] = {"pipelineName": JOB}
        if statuses:
            wanted["statuses"] = list(statuses)
        found = self._ask(_RUNS, {"filter": wanted, "limit": limit})["runsOrError"]["results"]
        return [
            Run(item["runId"], item["status"], {tag["key"]: tag["value"] for tag in item["tags"]})
            for item in found
        ]

    def unfinished(self) -> list[Run]:
        """Runs that wait or run."""
        return self.runs(UNFINISHED)

    def why_failed(self, run_id: str) -> str:
        """All that a run's events say of its failure."""
        found = self._ask(_REASONS, {"run": run_id})["runOrError"]["eventConnection"]["events"]
        words = []
        for event in found:
            if "Failure" in event["__typename"]:
                words.append(event.get("message", ""))
                error = event.get("error") or {}
                words.append(error.get("message", ""))
                words += [cause["message"] for cause in error.get("causes", ())]
        return "\n".join(words)

    def ticks(self, sensor: str, limit: int = 20) -> list[Tick]:
        """A sensor's newest ticks, newest first."""
        selector = {
            "sensorName": sensor,
            "repositoryName": "__repository__",
            "repositoryLocationName": "rampart",
        }
        data = self._ask(_TICKS, {"sensor": selector, "limit": limit})
        return [
            Tick(
                str(item["tickId"]),
                item["status"],
                item["skipReason"] or (item["error"] or {}).get("message", ""),
            )
            for item in data["sensorOrError"]["sensorState"]["ticks"]
        ]

    def judgements(self, asset: Sequence[str], check: str) -> list[Judgement]:
        """The newest results of a check, newest first."""
        data = self._ask(_CHECK, {"asset": {"path": list(asset)}, "check": check})
        return [
            Judgement(
                item["runId"],
                item["evaluation"]["success"],
                {
                    entry["label"]: entry["text"]
                    for entry in item["evaluation"]["metadataEntries"]
                    if "text" in entry
                },
            )
            for item in data["assetCheckExecutions"]
            if item["evaluation"]
        ]

    def _ask(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        body = self._http.post("/graphql", json={"query": query, "variables": variables}).json()
        assert not body.get("errors"), body["errors"]
        data: dict[str, Any] = body["data"]
        return data
