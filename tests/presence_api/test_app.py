"""The service as it is put together."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from litestar.testing import TestClient
from pydantic import SecretStr

from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from presence_api.adapters.outbox_postgres import insert_of
from presence_api.app import create_app, from_environment
from presence_api.ports.outbox import OutgoingEvent
from presence_api.settings import Settings
from tests.contract.kafka_log import KafkaLog
from tests.eventually import eventually
from tests.presence_api.api_world import BEARER, ApiWorld

NOWHERE = Settings(
    database_url=SecretStr("postgresql://rampart@127.0.0.1:1/none"), kafka_bootstrap="127.0.0.1:1"
)

LOCK = "/api/v1/entities/{entity:str}/{id:str}/lock"
LIVE = {"/api/v1/ws/ticket", LOCK, "/ws/presence"}
ENTITY, META = "/api/v1/entities/{entity:str}", "/api/v1/meta/entities"
JOB = "/api/v1/jobs/{job:str}"
API = {
    META,
    f"{META}/{{entity:str}}",
    f"{ENTITY}/search",
    f"{ENTITY}/{{id:str}}",
    f"{ENTITY}/bulk-update",
    JOB,
    f"{JOB}/cancel",
    f"{JOB}/errors",
}


def test_without_a_database_it_lives_and_says_why_it_is_not_ready() -> None:
    with TestClient(create_app(NOWHERE)) as client:
        assert client.get("/health/live").status_code == 200
        answer = eventually(
            lambda: client.get("/health/ready"), lambda one: "OBX-001" in one.text, "the fault"
        )
        assert answer.status_code == 503
        figures = client.get("/metrics").text
        assert 'rampart_outbox_failures_total{code="OBX-001"}' in figures
        assert figures.count("# TYPE rampart_bulk_jobs_removed_total counter") == 1


@pytest.mark.parametrize(
    ("role", "shown"), [("worker", True), ("api", True), ("live", False), ("live,api", True)]
)
def test_figures_of_bulk_updates_are_of_those_who_take_them_in_or_do_them(
    role: str, *, shown: bool
) -> None:
    with TestClient(create_app(NOWHERE.model_copy(update={"presence_role": role}))) as client:
        figures = client.get("/metrics").text
    assert ("rampart_bulk_chunk_duration_seconds_count 0.0" in figures) == shown


def test_it_is_made_from_the_environment_and_opens_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RAMPART_DATABASE_URL", "postgresql://rampart@127.0.0.1:1/none")
    probes = {"/health/live", "/health/ready", "/metrics"}
    told = {"/problems/{code:str}", "/openapi.json", "/docs"}
    for role, more in (
        ("worker", set()),
        ("live", LIVE),
        ("api", API),
        ("live,api", LIVE | API),
        ("all", LIVE | API),
    ):
        monkeypatch.setenv("RAMPART_PRESENCE_ROLE", role)
        assert {route.path for route in from_environment().routes} == probes | told | more


def test_it_answers_reports_where_it_has_a_key_for_cube() -> None:
    for role, status in (("api", 401), ("live", 404)):
        more = {"presence_role": role, "cube_api_secret": SecretStr("s" * 32)}
        with TestClient(create_app(NOWHERE.model_copy(update=more))) as client:
            assert client.post("/api/v1/reports/query", json={}).status_code == status
            shown = "rampart_reports_breaker_state" in client.get("/metrics").text
            assert shown == (role == "api")
            assert "reports" not in client.get("/health/ready").json().get("degraded", {})


def test_it_has_pages_where_its_settings_name_some(tmp_path: Path) -> None:
    (tmp_path / "presence").mkdir()
    (tmp_path / "presence" / "index.html").write_text("here")
    for role, status in (("live", 200), ("worker", 404)):
        settings = NOWHERE.model_copy(update={"presence_role": role, "presence_pages": tmp_path})
        with TestClient(create_app(settings)) as client:
            assert client.get("/pages/presence/").status_code == status


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/health/live", 200),
        ("GET", "/nothing", 404),
        ("DELETE", "/metrics", 405),
        ("GET", "/api/v1/meta/entities", 401),
        ("POST", "/api/v1/ws/ticket", 400),
        ("OPTIONS", "/api/v1/ws/ticket", 204),
        ("GET", "/api/v1/entities/a/b%ff%00", 401),
    ],
)
def test_every_answer_is_protected_named_and_for_known_pages(
    method: str, path: str, status: int
) -> None:
    known = "https://app.example"
    settings = NOWHERE.model_copy(update={"presence_cors_origins": known, "presence_https": True})
    with TestClient(create_app(settings)) as client:
        answer = client.request(
            method, path, headers={"origin": known, "x-request-id": "request-1"}
        )
    assert answer.status_code == status
    assert answer.headers["x-request-id"] == "request-1"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["access-control-allow-origin"] == known
    assert "strict-transport-security" in answer.headers
    if status >= 400:
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert answer.json()["request_id"] == "request-1"


@pytest.fixture(scope="module")
def servers() -> Iterator[Supervisor]:
    name = f"test-app-{os.getpid()}"
    with running_stack(name, components=["kafka", "migrations"]) as stack:
        yield stack


@pytest.mark.integration
def test_with_its_servers_it_is_ready_relays_and_counts(servers: Supervisor) -> None:
    url = servers.environment["RAMPART_DATABASE_URL"]
    bootstrap = servers.environment["RAMPART_KAFKA_BOOTSTRAP"]
    log = KafkaLog(bootstrap)
    settings = Settings(database_url=SecretStr(url), kafka_bootstrap=bootstrap)
    with TestClient(create_app(settings)) as client:
        eventually(lambda: client.get("/health/ready").status_code, (200).__eq__, "ready")
        with psycopg.connect(url) as connection:
            connection.execute(*insert_of([OutgoingEvent(log.topic, "k", b"1", {})]))
        counted = f'rampart_outbox_sent_total{{topic="{log.topic}"}} 1.0'
        eventually(lambda: client.get("/metrics").text, lambda text: counted in text, "the count")
    log.remove()


def test_what_a_change_tells_is_in_the_trace_of_its_request() -> None:
    world = ApiWorld()
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    fields = {"if-match": '"v1"', "traceparent": f"00-{trace}-00f067aa0ba902b7-01"}
    with TestClient(world.app()) as client:
        answer = client.patch(
            "/api/v1/entities/gadget/1", json={"name": "eve"}, headers=BEARER | fields
        )

    assert answer.status_code == 200
    parents = {event.headers["traceparent"] for event in world.served.writer.told}
    assert [parent.split("-")[1] for parent in parents] == [trace]
    assert "00f067aa0ba902b7" not in parents.pop()  # we are its child
