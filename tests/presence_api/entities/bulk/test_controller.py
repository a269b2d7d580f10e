"""Bulk updates over HTTP."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from litestar.testing import TestClient, create_test_client

from presence_api.entities.bulk.controller import (
    PAGE,
    bulk_routes,
    job_shown,
    tag_of,
)
from presence_api.ports.bulk_jobs import Counts, Job, JobState
from presence_api.problems import HANDLERS
from tests.presence_api.entities.bulk.ground import Ground
from tests.presence_api.entities.gadgets import row
from tests.presence_api.entities.test_controller import who

BULK = "/api/v1/entities/gadget/bulk-update"
AT = datetime(2026, 1, 1, tzinfo=UTC)
DONE: dict[str, Any] = {
    "where": {"field": "status", "op": "eq", "value": "open"},
    "set": {"status": "done"},
}


@pytest.fixture
def ground() -> Ground:
    return Ground(*(row(number) for number in range(1, 4)))


@pytest.fixture
def client(ground: Ground) -> Iterator[TestClient[Any]]:
    handlers: dict[Any, Any] = dict(HANDLERS)
    routes = bulk_routes(ground.desk, who, ground.clock, look_s=0.001)
    with create_test_client(routes, exception_handlers=handlers) as found:
        found.headers["authorization"] = "anna analyst acme"
        yield found


def begun(client: TestClient[Any], **more: Any) -> str:
    answer = client.post(BULK, json=DONE | more)
    assert answer.status_code == 202
    return str(answer.headers["location"])


def test_a_dry_run_says_what_it_would_do(client: TestClient[Any], ground: Ground) -> None:
    ground.locks_away = True
    plan = client.post(BULK, json=DONE | {"dryRun": True}).json()
    token = plan.pop("planToken")
    sample = plan.pop("sample")
    assert plan == {"matched": 3, "wouldChange": 3, "locked": 0, "invalid": 0, "lock": "unknown"}
    assert sample[0] == {
        "_id": "1",
        "_version": 1,
        "before": {"status": "open"},
        "after": {"status": "done"},
    }
    assert client.post(BULK, json=DONE | {"planToken": token}).status_code == 202
    changed = client.post(BULK, json=DONE | {"expectedCount": 7})
    assert (changed.status_code, changed.json()["matched"]) == (409, 3)


def test_a_run_says_where_its_job_is_found(client: TestClient[Any], ground: Ground) -> None:
    answer = client.post(BULK, json=DONE)
    place = answer.headers["location"]
    assert (answer.status_code, answer.headers["retry-after"]) == (202, "1")
    assert answer.json()["state"] == "QUEUED"
    waiting = client.get(place)
    ground.runner().turn(lambda: False)
    over = client.get(place, headers={"if-none-match": waiting.headers["etag"]})
    assert (over.status_code, over.json()["state"], over.json()["done"]) == (200, "SUCCEEDED", 3)
    again = client.get(place, headers={"if-none-match": over.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert over.json()["errorsUrl"] == f"{place}/errors"


def test_whoever_waits_is_answered_when_there_is_news(
    client: TestClient[Any], ground: Ground
) -> None:
    place = begun(client)
    tag = client.get(place).headers["etag"]
    looks = iter(range(100))
    find = ground.bulk.find

    def found(tenant: str, job: str) -> Job | None:
        if next(looks) == 3:
            ground.runner().turn(lambda: False)
        return find(tenant, job)

    ground.bulk.find = found  # type: ignore[method-assign]
    answer = client.get(place, params={"wait": "20"}, headers={"if-none-match": tag})
    assert (answer.status_code, answer.json()["state"]) == (200, "SUCCEEDED")
    assert next(looks) == 4


def test_whoever_waits_in_vain_is_told_so(client: TestClient[Any], ground: Ground) -> None:
    place = begun(client)
    tag = client.get(place).headers["etag"]
    routes = bulk_routes(ground.desk, who, ground.clock, look_s=1.0)
    with create_test_client(routes) as hasty:
        headers = {"authorization": "anna analyst acme", "if-none-match": tag}
        assert hasty.get(place, params={"wait": "1"}, headers=headers).status_code == 304


def test_a_job_is_cancelled_once_and_for_all(client: TestClient[Any], ground: Ground) -> None:
    place = begun(client)
    ground.bulk.take("w", 60)
    stopping = client.post(f"{place}/cancel")
    assert (stopping.status_code, stopping.json()["state"]) == (202, "CANCELLING")
    ground.clock.advance(61)
    ground.runner().turn(lambda: False)
    over = client.post(f"{place}/cancel")
    assert (over.status_code, over.json()["state"], over.json()["done"]) == (200, "CANCELLED", 0)


def test_errors_are_streamed_beyond_a_page(client: TestClient[Any]) -> None:
    ids = [str(number) for number in range(1000, 1000 + 2 * PAGE + 5)]
    answer = client.post(BULK, json={"ids": ids, "set": {"status": "done"}})
    stream = client.get(answer.json()["errorsUrl"])
    assert stream.headers["content-type"].startswith("application/x-ndjson")
    lines = [json.loads(line) for line in stream.text.splitlines()]
    assert [line["id"] for line in lines] == ids
    assert set(lines[0]) == {"cursor", "id", "code", "detail"}
    rest = client.get(answer.json()["errorsUrl"], params={"cursor": lines[-2]["cursor"]})
    assert [json.loads(line)["id"] for line in rest.text.splitlines()] == ids[-1:]


def test_what_cannot_be_done_is_a_problem(client: TestClient[Any], ground: Ground) -> None:
    place = begun(client)
    begun(client)
    full = client.post(BULK, json=DONE)
    assert (full.status_code, full.json()["type"]) == (429, "/problems/ent-031")
    assert full.headers["retry-after"]
    invalid = client.post(BULK, json={"set": {"status": "opne"}, "ids": ["x"]})
    assert invalid.status_code == 422
    assert {one["pointer"] for one in invalid.json()["faults"]} == {"/ids/0", "/set/status"}
    stranger = {"authorization": "eve analyst globex"}
    assert client.get(place, headers=stranger).status_code == 404
    colleague = {"authorization": "ben analyst acme"}
    assert client.post(f"{place}/cancel", headers=colleague).status_code == 403
    assert client.get("/api/v1/jobs/nonsense").status_code == 404
    assert client.get(place, headers={"authorization": ""}).status_code == 401
    assert client.post(BULK, content=b"{}", headers={"content-type": "x/y"}).status_code == 415
    ground.bulk.away = True
    assert client.get(place).status_code == 503


def job(state: JobState, done: int, *, started: bool = True) -> Job:
    began = AT if started else None
    return Job("1", "acme", "gadget", "anna", state, "", 100, Counts(done), AT, began)


def test_pace_and_what_is_left_are_told_while_it_runs() -> None:
    now = AT + timedelta(seconds=10)
    running = job_shown(job(JobState.RUNNING, 40), now)
    assert (running["rate"], running["etaMs"]) == (4.0, 15_000)
    over = job_shown(job(JobState.CANCELLED, 40), now)
    assert (over["rate"], over["etaMs"]) == (4.0, None)
    for one in (job(JobState.QUEUED, 0, started=False), job(JobState.RUNNING, 0)):
        assert job_shown(one, now)["rate"] is None
    assert job_shown(job(JobState.RUNNING, 40), AT)["rate"] is None


def test_each_step_has_its_own_tag() -> None:
    steps = [(JobState.RUNNING, 0), (JobState.RUNNING, 4), (JobState.CANCELLING, 4)]
    assert len({tag_of(job(*step)) for step in steps}) == len(steps)


@pytest.mark.parametrize("query", ["wait=-1", "wait=61", "wait=x"])
def test_nobody_waits_for_ever(client: TestClient[Any], query: str) -> None:
    place = begun(client)
    assert client.get(f"{place}?{query}").status_code == 400


@pytest.mark.parametrize("cursor", ["-1", "x", str(1 << 31)])
def test_what_is_no_cursor_is_refused(client: TestClient[Any], cursor: str) -> None:
    place = begun(client)
    assert client.get(f"{place}/errors", params={"cursor": cursor}).status_code == 400
