"""Bulk updates over HTTP on the real database, through the service as it is put together."""

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from metamodel.events.codec import Codec
from ops.tpch.served import serve
from presence_api.ports.bulk_jobs import JobState
from tests.contract.test_entity_store import write_gadgets
from tests.eventually import eventually
from tests.integration.entity_process import SECRET, Process, token
from tests.presence_api.entities.gadgets import DDL, MODEL, model, row

pytestmark = pytest.mark.integration

ROWS, CHUNK = 1700, 500
BULK = "/api/v1/entities/gadget/bulk-update"
OPEN = {"field": "status", "op": "eq", "value": "open"}
DONE: dict[str, Any] = {"where": OPEN, "set": {"status": "done"}}
PATCH = {"content-type": "application/merge-patch+json", "if-match": '"v1"'}
SECOND = [int(one) for one in sorted(map(str, range(1, ROWS + 1)))[CHUNK : 2 * CHUNK]]
"""Rows of the second chunk: they are done in the order of ids, which are texts."""


Serving = Callable[[], Process]


@pytest.fixture
def database(database_url: str) -> str:
    """Gadgets of two tenants."""
    with psycopg.connect(database_url, options="-c timezone=UTC") as connection:
        connection.execute(DDL)
        write_gadgets(connection, [row(number, name="ada") for number in range(1, ROWS + 1)])
        theirs = [row(9000 + number, tenant_id="globex") for number in range(3)]
        write_gadgets(connection, theirs)
    serve(database_url, MODEL)
    return database_url


@pytest.fixture
def serving(database: str, tmp_path: Path) -> Iterator[Serving]:
    """Starts services in the roles `api` and `worker`, without Redis and without a broker."""
    (tmp_path / "secret").write_text(SECRET)
    (tmp_path / "key").write_bytes(b"k" * 32)
    environment = {
        "RAMPART_DATABASE_URL": database,
        "RAMPART_REDIS_URL": "redis://127.0.0.1:1",
        "RAMPART_JWT_SECRET_FILE": str(tmp_path / "secret"),
        "RAMPART_PRESENCE_KEY_FILE": str(tmp_path / "key"),
        "RAMPART_PRESENCE_ROLE": "api,worker",
        "RAMPART_BULK_LEASE_S": "2",
        "RAMPART_OUTBOX_QUERY_TIMEOUT_S": "20",  # a chunk waits for a row as long as a test lasts
        "RAMPART_BULK_JOBS_PER_TENANT": "2",
    }
    started: list[Process] = []

    def start() -> Process:
        started.append(Process(environment, tmp_path / "log"))
        return started[-1]

    yield start
    for one in started:
        if one.process.poll() is None:
            one.end()


@contextmanager
def held(database: str, number: int) -> Iterator[None]:
    """A writer that keeps one row to itself, so that a chunk waits for it."""
    with psycopg.connect(database) as connection:
        connection.execute("SELECT FROM gadget WHERE gadget_id = %s FOR UPDATE", (number,))
        yield
        connection.rollback()


@contextmanager
def in_its_second_chunk(client: httpx.Client, database: str) -> Iterator[str]:
    """Where a job is found that has announced its second chunk, and waits for one of its rows."""
    with held(database, SECOND[10]):
        place = client.post(BULK, json=DONE).headers["location"]
        eventually(lambda: operations(database), lambda found: len(found) == 2, "announced")
        yield place


def over(client: httpx.Client, place: str) -> dict[str, Any]:
    """The job once it is final."""
    return eventually(
        lambda: dict(client.get(place, params={"wait": "5"}).json()),
        lambda one: JobState(one["state"]).final,
        "the job is over",
    )


def versions(database: str) -> dict[int, int]:
    """How many rows of the tenant have which version."""
    query = "SELECT version, count(*) FROM gadget WHERE tenant_id = 'acme' GROUP BY version"
    with psycopg.connect(database) as connection:
        return dict(connection.execute(query).fetchall())


def operations(database: str) -> list[list[str]]:
    """Phases of each operation that was told of, in their order."""
    codec, found = Codec.committed(), dict[Any, list[str]]()
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT topic, value FROM rampart.outbox WHERE topic LIKE 'entity%' ORDER BY seq"
        ).fetchall()
    for topic, value in rows:
        event = codec.decode(topic, value)
        found.setdefault(event["operation_id"], []).append(str(event["phase"]))
    return list(found.values())


def test_an_update_is_planned_done_and_seen_by_its_tenant_alone(
    serving: Serving, database: str
) -> None:
    client = serving().client
    plan = client.post(BULK, json=DONE | {"dryRun": True}).json()
    assert (plan["matched"], plan["wouldChange"], plan["locked"]) == (ROWS, ROWS, 0)
    assert (len(plan["sample"]), plan["lock"]) == (20, "unknown")
    other = {**DONE, "set": {"status": "open"}, "planToken": plan["planToken"]}
    stale = client.post(BULK, json=other)
    assert (stale.status_code, stale.json()["type"]) == (409, "/problems/ent-034")

    as_planned = DONE | {"planToken": plan["planToken"], "expectedCount": ROWS}
    begun = client.post(BULK, json=as_planned)
    assert begun.status_code == 202
    place = begun.headers["location"]
    job = over(client, place)
    assert (job["state"], job["done"], job["total"]) == ("SUCCEEDED", ROWS, ROWS)
    twice = client.post(BULK, json=as_planned)
    assert (twice.status_code, twice.headers["location"]) == (202, place)
    assert versions(database) == {2: ROWS}
    assert operations(database) == [["MUTATING", "MUTATED"]] * 4
    figures = client.get("/metrics").text
    assert f'rampart_bulk_rows_total{{entity="gadget",outcome="changed"}} {ROWS}.0' in figures
    assert 'rampart_bulk_jobs_ended_total{entity="gadget",state="SUCCEEDED"} 1.0' in figures
    assert "rampart_bulk_chunk_duration_seconds_count 4.0" in figures
    again = client.get(place)
    known = client.get(place, headers={"if-none-match": again.headers["etag"]})
    assert known.status_code == 304
    assert client.post(f"{place}/cancel").status_code == 200

    stranger, colleague = token("eve", "globex"), token("ben")
    assert client.get(place, headers=stranger).status_code == 404
    assert client.post(f"{place}/cancel", headers=stranger).status_code == 404
    assert client.get(f"{place}/errors", headers=stranger).status_code == 404
    assert client.get(place, headers=colleague).status_code == 200
    assert client.get(f"{place}/errors", headers=colleague).status_code == 403
    theirs = client.post(BULK, json=DONE | {"dryRun": True}, headers=stranger).json()
    assert theirs["matched"] == 3


def test_a_dead_workers_job_is_taken_up_and_each_row_changed_once(
    serving: Serving, database: str
) -> None:
    victim = serving()
    with in_its_second_chunk(victim.client, database) as place:
        victim.end(signal.SIGKILL)
    assert versions(database) == {1: ROWS - CHUNK, 2: CHUNK}
    client = serving().client
    job = over(client, place)
    assert (job["state"], job["done"], job["failed"], job["skipped"]) == ("SUCCEEDED", ROWS, 0, 0)
    taken_over = 'rampart_bulk_leases_expired_total{entity="gadget"} 1.0'
    assert taken_over in client.get("/metrics").text
    assert versions(database) == {2: ROWS}
    orphan = ["MUTATING", "MUTATION_FAILED"]
    assert sorted(operations(database)) == sorted([["MUTATING", "MUTATED"]] * 4 + [orphan])


def test_a_service_that_ends_leaves_its_job_to_be_taken_up(serving: Serving, database: str) -> None:
    first = serving()
    with in_its_second_chunk(first.client, database) as place:
        first.process.send_signal(signal.SIGTERM)
    first.process.wait(20)
    assert over(serving().client, place)["done"] == ROWS
    assert versions(database) == {2: ROWS}


def test_a_cancelled_job_stops_after_its_chunk_and_its_counts_are_true(
    serving: Serving, database: str
) -> None:
    client = serving().client
    with in_its_second_chunk(client, database) as place:
        busy = client.patch(  # a row that the chunk, which waits for another, has announced
            f"/api/v1/entities/gadget/{max(SECOND)}",
            content=b'{"name": "eve"}',
            headers=PATCH,
        )
        assert busy.status_code == 423
        waiting = client.post(BULK, json=DONE).headers["location"]
        full = client.post(BULK, json=DONE)
        assert (full.status_code, full.headers["retry-after"]) == (429, "5")
        assert client.post(f"{waiting}/cancel").json()["state"] == "CANCELLED"
    assert client.post(f"{place}/cancel").status_code in {200, 202}
    job = over(client, place)
    assert job["state"] in {"CANCELLED", "SUCCEEDED"}
    assert versions(database).get(2, 0) == job["done"]
    assert job["done"] % CHUNK in {0, ROWS % CHUNK}
    with psycopg.connect(database) as connection:
        ((left,),) = connection.execute("SELECT count(*) FROM rampart.mutation").fetchall()
    assert left == 0


def test_what_is_granted_no_more_is_not_written_though_it_was_taken_in(
    serving: Serving, database: str
) -> None:
    first = serving()
    with in_its_second_chunk(first.client, database) as place:
        first.end(signal.SIGKILL)
    retire = "UPDATE rampart.metamodel_publication SET state = 'RETIRED', version = 'gadgets-0'"
    with psycopg.connect(database) as connection:
        connection.execute(retire)
    serve(database, model(access=[{"groups": ["admin"], "allRows": True}]))
    job = over(serving().client, place)
    assert (job["state"], job["done"], job["failed"]) == ("FAILED", CHUNK, ROWS - CHUNK)
    assert job["reason"] == "ENT-006: gadget"
    assert versions(database) == {1: ROWS - CHUNK, 2: CHUNK}


def test_a_job_that_has_been_over_for_long_is_removed_with_its_errors(
    serving: Serving, database: str
) -> None:
    client = serving().client
    body = {"ids": ["1", "77777"], "set": {"status": "done"}}
    place, kept = (client.post(BULK, json=body).headers["location"] for _ in range(2))
    assert [over(client, one)["failed"] for one in (place, kept)] == [1, 1]
    age = "UPDATE rampart.bulk_job SET ended_at = now() - interval '8 days' WHERE id = %s"
    with psycopg.connect(database) as connection:
        connection.execute(age, (place.rpartition("/")[2],))
    serving()  # another worker looks at once
    eventually(lambda: client.get(place).status_code, (404).__eq__, "it is removed")
    assert client.get(f"{place}/errors").status_code == 404
    assert client.get(f"{kept}/errors").text.count("77777") == 1
    with psycopg.connect(database) as connection:
        left = connection.execute("SELECT job_id::text FROM rampart.bulk_error").fetchall()
    assert {one for (one,) in left} == {kept.rpartition("/")[2]}


def test_rows_that_could_not_be_changed_are_streamed_with_a_cursor(
    serving: Serving, database: str
) -> None:
    client = serving().client
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE gadget ADD CHECK (gadget_id <> 7 OR status = 'open')")
    ids = ["1", "7", *(str(number) for number in range(5000, 6200))]
    place = client.post(BULK, json={"ids": ids, "set": {"status": "done"}}).headers["location"]
    job = over(client, place)
    assert (job["state"], job["total"], job["done"], job["failed"]) == ("PARTIAL", 1202, 1, 1201)
    answer = client.get(job["errorsUrl"])
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    errors = [json.loads(line) for line in answer.text.splitlines()]
    assert len(errors) == 1201
    assert (errors[-1]["id"], errors[-1]["code"]) == ("7", "ENT-025")
    rest = client.get(job["errorsUrl"], params={"cursor": errors[1198]["cursor"]})
    assert [json.loads(line)["id"] for line in rest.text.splitlines()] == ["6199", "7"]
