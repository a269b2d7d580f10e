"""The event sensor through Dagster's GraphQL."""

from typing import Any

import httpx

from orchestration.ports.sensor_control import SensorUnreachable

_STATE = """
query State($sensor: SensorSelector!) {
  sensorOrError(sensorSelector: $sensor) {
    __typename
    ... on Sensor {
      sensorState {
        id
        status
        ticks(limit: 1) { status }
        typeSpecificData { ... on SensorData { lastCursor } }
      }
    }
    ... on Error { message }
  }
}
"""
_STOP = """
mutation Stop($id: String!) { stopSensor(id: $id) { __typename ... on Error { message } } }
"""
_START = """
mutation Start($sensor: SensorSelector!) {
  startSensor(sensorSelector: $sensor) { __typename ... on Error { message } }
}
"""
_MOVE = """
mutation Move($sensor: SensorSelector!, $cursor: String) {
  setSensorCursor(sensorSelector: $sensor, cursor: $cursor) {
    __typename
    ... on Error { message }
  }
}
"""
_ERRORS = ("Error", "NotFound", "Unauthorized")


class GraphqlSensorControl:
    """One sensor, by its name, in the code location `rampart`."""

    def __init__(
        self,
        url: str,
        sensor: str,
        *,
        timeout_s: float = 30.0,
        location: str = "rampart",
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(base_url=url, timeout=timeout_s, transport=transport)
        self._sensor = {
            "sensorName": sensor,
            "repositoryName": "__repository__",
            "repositoryLocationName": location,
        }

    def stop(self) -> None:
        self._ask(_STOP, {"id": self._state()["id"]})

    def start(self) -> None:
        self._ask(_START, {"sensor": self._sensor})

    def evaluating(self) -> bool:
        return any(tick["status"] == "STARTED" for tick in self._state()["ticks"])

    def cursor(self) -> str | None:
        data = self._state()["typeSpecificData"] or {}
        cursor: str | None = data.get("lastCursor")
        return cursor

    def set_cursor(self, cursor: str) -> None:
        self._ask(_MOVE, {"sensor": self._sensor, "cursor": cursor})

    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self._ask(_STATE, {"sensor": self._sensor})["sensorState"]
        return state

    def _ask(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        try:
            response = self._http.post("/graphql", json={"query": query, "variables": variables})
            body = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise SensorUnreachable(str(self._http.base_url), repr(error)) from error
        data = body.get("data")
        if not data or body.get("errors"):
            raise SensorUnreachable(str(body.get("errors") or body)[:500])
        answer: dict[str, Any] = next(iter(data.values()))
        if any(word in answer["__typename"] for word in _ERRORS):
            raise SensorUnreachable(answer["__typename"], str(answer.get("message", "")))
        return answer
