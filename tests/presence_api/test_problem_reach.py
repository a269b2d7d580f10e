"""Every type of problem is what some request is really answered with."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from litestar.testing import TestClient

from presence_api.entities.writing.patching import HeldBy
from presence_api.ports.lock_table import LockAddress
from presence_api.ports.mutations import Mutation
from presence_api.ports.report_source import SourceRefused, SourceTooSlow
from presence_api.problems import problem_types
from presence_api.promises import ARROW
from tests.contract.write_guard_contract import token
from tests.presence_api.api_world import BEARER, ApiWorld, signed
from tests.presence_api.entities.gadgets import TABLE, row
from tests.presence_api.entities.served import JOB
from tests.presence_api.reporting.answering.world import QUESTION

Client = TestClient[Any]
Request = Callable[[ApiWorld, Client], Any]
NOT_REACHED: Mapping[str, str] = {
    "ENT-002": "the store in memory is never slow; its adapter's contract has it",
    "ENT-025": "a gadget's constraints are stricter than its columns; the writer's contract has it",
    "RPT-102": "the rows in memory have no pivot; the body's test has it",
    "RPT-203": "a postponed call that nobody has room for; the reports' test has it",
    "RPT-204": "a call that somebody else has stopped; the reports' test has it",
    "RPT-206": "limits below a batch; the controller's test has it",
    "LCK-002": "epochs are Postgres': the lock table's adapter has it",
}
"""Codes that no fake brings about, and where they are looked at."""
ROW, SEARCH = "/api/v1/entities/gadget/1", "/api/v1/entities/gadget/search"
BULK, JOBS = "/api/v1/entities/gadget/bulk-update", "/api/v1/jobs"
LOCK = "/api/v1/entities/order/1/lock"
GADGET, ORDER = LockAddress("acme", "gadget", "1"), LockAddress("acme", "order", "1")
REPORTS = "/api/v1/reports"
REPORT = f"{REPORTS}/query"
DEAR = {"reports": [{**QUESTION, "limit": number} for number in range(1, 21)]}
PATCH = {"content-type": "application/merge-patch+json", "if-match": '"v1"'}
DONE: Mapping[str, Any] = {
    "where": {"field": "status", "op": "eq", "value": "open"},
    "set": {"status": "done"},
}
BEN = {"authorization": f"Bearer {signed('ben')}"}


def patch(client: Client, body: Mapping[str, Any], **fields: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in fields.items()}
    return client.patch(ROW, json=body, headers=PATCH | named)


def conflict(world: ApiWorld, client: Client) -> Any:
    patch(client, {"name": "eve"})
    return patch(client, {"name": "bob"})


def reused(world: ApiWorld, client: Client) -> Any:
    patch(client, {"name": "eve"}, idempotency_key="k")
    return patch(client, {"name": "bob"}, idempotency_key="k")


def held(world: ApiWorld, client: Client) -> Any:
    world.served.held = HeldBy("Ben", 9.0)
    return patch(client, {"name": "eve"})


def changing(world: ApiWorld, client: Client) -> Any:
    world.served.writer.changing[GADGET] = 9.0
    return patch(client, {"name": "eve"})


def overtaken(world: ApiWorld, client: Client) -> Any:
    patch(client, {"name": "eve"}, lock_token=token(GADGET, 7))
    return patch(client, {"name": "bob"}, lock_token=token(GADGET, 3), if_match='"v2"')


def without_store(world: ApiWorld, client: Client) -> Any:
    world.served.store.away = True
    return client.get(ROW)


def before_any_look(world: ApiWorld, client: Client) -> Any:
    world.served.models.forget()
    return client.get(ROW)


def without_keys(world: ApiWorld, client: Client) -> Any:
    world.verifier.away = True
    return client.get(ROW)


def without_locks(world: ApiWorld, client: Client) -> Any:
    world.instance.table.away = True
    return client.post(LOCK, json={})


def without_changes(world: ApiWorld, client: Client) -> Any:
    world.instance.staleness.know(False)
    world.instance.mutations.away = True
    return client.post(LOCK, json={})


def lock_of_a_changing_one(world: ApiWorld, client: Client) -> Any:
    ends_at = world.instance.clock.now().timestamp() + 9
    world.instance.staleness.know(False)
    world.instance.mutations.rows.append(Mutation(ORDER, "operation", ends_at))
    return client.post(LOCK, json={})


def lock_of_bens(world: ApiWorld, client: Client) -> Any:
    assert client.post(LOCK, json={}, headers=BEN).status_code == 201
    return client.post(LOCK, json={})


def lock_that_is_gone(world: ApiWorld, client: Client) -> Any:
    fields = {"lock-token": client.post(LOCK, json={}).json()["token"]}
    assert client.delete(LOCK, headers=fields).status_code == 204
    return client.delete(LOCK, headers=fields)


def too_many_jobs(world: ApiWorld, client: Client) -> Any:
    assert client.post(BULK, json=DONE).status_code == 202
    return client.post(BULK, json=DONE)


def too_many_rows(world: ApiWorld, client: Client) -> Any:
    one = row(100)
    world.served.store.tables[TABLE] = [one] * 50_001
    return client.post(BULK, json=DONE)


def broken(world: ApiWorld, client: Client) -> Any:
    del world.served.store.tables
    return client.get(ROW)


def without_ledger(world: ApiWorld, client: Client) -> Any:
    world.reporting.readings.away = True
    return client.post(REPORT, json=QUESTION)


def too_slow(world: ApiWorld, client: Client) -> Any:
    world.reporting.source.otherwise = lambda _: SourceTooSlow("slow")
    return client.post(REPORT, json=QUESTION)


def misunderstood(world: ApiWorld, client: Client) -> Any:
    world.reporting.source.otherwise = lambda _: SourceRefused("no")
    return client.post(REPORT, json=QUESTION)


def with_a_word_for_a_number(world: ApiWorld, client: Client) -> Any:
    world.reporting.rows = [{"orders.orderstatus": "F", "orders.count": "many"}]
    return client.post(REPORT, json=QUESTION, headers={"accept": ARROW})


def with_nothing_published(world: ApiWorld, client: Client) -> Any:
    world.reporting.models.serve()
    return client.post(REPORT, json=QUESTION)


def too_often(world: ApiWorld, client: Client) -> Any:
    answers = [client.post(f"{REPORTS}/batch", json=DEAR) for _ in range(100)]
    return next(one for one in answers if one.status_code != 200)


REQUESTS: Mapping[str, Request] = {
    "ENT-001": without_store,
    "ENT-004": lambda _, client: client.post(SEARCH, json={"limit": 0}),
    "ENT-005": lambda _, client: client.get("/api/v1/entities/unicorn/1"),
    "ENT-006": lambda _, client: client.get(
        ROW, headers={"authorization": f"Bearer {signed(group='stranger')}"}
    ),
    "ENT-007": lambda _, client: client.get("/api/v1/entities/gadget/2"),
    "ENT-008": lambda _, client: client.post(SEARCH, json={"cursor": "forged"}),
    "ENT-009": before_any_look,
    "ENT-021": lambda _, client: client.patch(ROW, json={"name": "eve"}),
    "ENT-022": conflict,
    "ENT-023": changing,
    "ENT-024": held,
    "ENT-031": too_many_jobs,
    "ENT-033": too_many_rows,
    "ENT-034": lambda _, client: client.post(BULK, json={**DONE, "expectedCount": 99}),
    "ENT-035": lambda _, client: client.get(f"{JOBS}/none"),
    "ENT-036": lambda _, client: client.post(f"{JOBS}/{JOB}/cancel", headers=BEN),
    "ENT-026": reused,
    "ENT-027": lambda _, client: patch(client, {"name": "eve"}, idempotency_key="a b"),
    "LCK-001": without_locks,
    "LCK-003": lambda _, client: patch(client, {"name": "eve"}, lock_token="forged"),
    "LCK-004": overtaken,
    "LCK-005": lambda _, client: client.post("/api/v1/entities/unicorn/1/lock", json={}),
    "LCK-006": lock_of_bens,
    "LCK-007": lock_that_is_gone,
    "LCK-008": lock_of_a_changing_one,
    "MUT-001": without_changes,
    "PRE-001": lambda _, client: client.get(ROW, headers={"authorization": ""}),
    "PRE-002": without_keys,
    "PRE-007": lambda _, client: client.get("/admin/presence/members?tenant=acme&room=order"),
    "RPT-101": lambda _, client: client.post(REPORT, json={}),
    "RPT-213": lambda _, client: client.get(f"{REPORTS}/results/unheard"),
    "RPT-209": too_slow,
    "RPT-210": misunderstood,
    "RPT-211": with_nothing_published,
    "RPT-212": too_often,
    "RPT-214": without_ledger,
    "RPT-215": lambda _, client: client.post(REPORT, json={**QUESTION, "explain": True}),
    "RPT-216": lambda _, client: client.post(f"{REPORTS}/batch", json={}),
    "RPT-217": with_a_word_for_a_number,
    "WEB-001": lambda _, client: client.post(SEARCH, json={"x": "x" * (2 << 20)}),
    "WEB-002": lambda _, client: client.post(
        SEARCH, content=b"{", headers={"content-type": "application/json"}
    ),
    "WEB-003": lambda _, client: client.post(SEARCH, data={"a": "b"}),
    "WEB-004": broken,
    "WEB-005": lambda _, client: client.get("/problems/none"),
}


@pytest.mark.parametrize("code", REQUESTS)
def test_a_request_is_answered_with_it_as_its_page_says(code: str) -> None:
    world = ApiWorld()
    with TestClient(world.app(), raise_server_exceptions=False) as client:
        client.headers.update(BEARER)
        answer = REQUESTS[code](world, client)
        kind = client.get(f"/problems/{code}").json()
    body = answer.json()
    assert (body["type"], body["status"]) == (kind["type"], kind["status"])
    assert answer.status_code == kind["status"]
    assert answer.headers["content-type"] == "application/problem+json"
    assert body["request_id"] == answer.headers["x-request-id"]


def test_every_type_is_reached_or_said_not_to_be() -> None:
    codes = {one.code for one in problem_types()}
    assert codes == REQUESTS.keys() | NOT_REACHED.keys()
    assert not REQUESTS.keys() & NOT_REACHED.keys()
