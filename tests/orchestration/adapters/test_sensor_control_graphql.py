"""The event sensor over GraphQL, with Dagster's answers as they come."""

import json
from typing import Any

import httpx
import pytest

from orchestration.adapters.sensor_control_graphql import GraphqlSensorControl
from orchestration.ports.sensor_control import SensorUnreachable

STATE = {
    "sensorOrError": {
        "__typename": "Sensor",
        "sensorState": {
            "id": "state-1",
            "status": "RUNNING",
            "ticks": [{"status": "STARTED"}],
            "typeSpecificData": {"lastCursor": "here"},
        },
    }
}


class FakeDagster:
    """Gives the scripted answers, one a request; keeps what was asked."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(json.loads(request.content))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(200, json={"data": answer})


def control(*answers: Any) -> tuple[GraphqlSensorControl, FakeDagster]:
    dagster = FakeDagster(*answers)
    transport = httpx.MockTransport(dagster)
    return GraphqlSensorControl("http://dagster", "events", transport=transport), dagster


def test_the_stored_cursor_and_the_open_evaluation_are_read() -> None:
    sensor, _ = control(STATE, STATE)

    assert sensor.cursor() == "here"
    assert sensor.evaluating()


def test_a_sensor_that_never_ran_has_no_cursor_and_no_evaluation() -> None:
    fresh: dict[str, Any] = {
        "id": "state-1",
        "status": "STOPPED",
        "ticks": [],
        "typeSpecificData": None,
    }
    answer = {"sensorOrError": {"__typename": "Sensor", "sensorState": fresh}}
    sensor, _ = control(answer, answer)

    assert sensor.cursor() is None
    assert not sensor.evaluating()


def test_stopping_names_the_state_the_webserver_gave() -> None:
    stopped = {"stopSensor": {"__typename": "StopSensorMutationResult"}}
    sensor, dagster = control(STATE, stopped)

    sensor.stop()

    assert dagster.asked[1]["variables"] == {"id": "state-1"}


def test_starting_and_moving_name_the_sensor_of_our_location() -> None:
    sensor, dagster = control(
        {"startSensor": {"__typename": "Sensor"}}, {"setSensorCursor": {"__typename": "Sensor"}}
    )

    sensor.start()
    sensor.set_cursor("there")

    selector = {
        "sensorName": "events",
        "repositoryName": "__repository__",
        "repositoryLocationName": "rampart",
    }
    assert dagster.asked[0]["variables"] == {"sensor": selector}
    assert dagster.asked[1]["variables"] == {"sensor": selector, "cursor": "there"}


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("too late"),
        httpx.Response(502, text="<html>bad gateway</html>"),
        httpx.Response(200, json={"errors": [{"message": "syntax"}]}),
        httpx.Response(200, json={"data": None}),
        {"sensorOrError": {"__typename": "SensorNotFoundError", "message": "no sensor"}},
        {"sensorOrError": {"__typename": "UnauthorizedError", "message": "no right"}},
        {"sensorOrError": {"__typename": "PythonError", "message": "code server is away"}},
    ],
)
def test_whatever_goes_wrong_is_said_in_our_words(answer: Any) -> None:
    sensor, _ = control(answer)

    with pytest.raises(SensorUnreachable):
        sensor.cursor()
