"""The whole way of one edit: a PATCH in one client, told in a room, built, and seen in a report."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import httpx
import pytest

from metamodel.kernel.clock import SystemClock
from ops.cli._connection import found_settings
from ops.cli._presence_client import Follower, Identity, following, sign_token
from ops.demo.stage import Stage
from ops.stack.supervisor import Supervisor
from presence_api.settings import Settings
from tests.eventually import eventually
from tests.integration.presence_stack import until

pytestmark = pytest.mark.integration
TENANT, ROLLUP = "EUROPE", "orders.by_day"
ORDERS = "/api/v1/entities/order"
QUERY: dict[str, Any] = {
    "measures": ["orders.total_price"],
    "timeDimensions": [
        {"dimension": "orders.orderdate", "dateRange": ["1998-07-01", "1998-08-31"]}
    ],
    "timezone": "UTC",
}
REPORT: dict[str, Any] = {
    "version": "1",
    "entity": "order",
    "measures": ["total_price"],
    "time": {"field": "orderdate", "range": ["1998-07-01", "1998-08-31"]},
}
NEWEST = {
    "fields": ["totalprice", "orderdate"],
    "where": {"field": "orderdate", "op": "gte", "value": "1998-07-01"},
    "limit": 1,
}
RISE = Decimal(1000000)


@pytest.fixture
def anna(stack: Supervisor) -> Iterator[httpx.Client]:
    """Who edits, over HTTP."""
    eventually(lambda: entity_is_known(stack), bool, "the entities are known")
    with httpx.Client(base_url=presence_url(stack), headers=_bearer(stack), timeout=30) as found:
        yield found


@pytest.fixture
def ben(stack: Supervisor) -> Iterator[Follower]:
    """Who looks at orders meanwhile."""
    with following(presence_url(stack), token(stack, "ben")) as found:
        yield found


def test_an_edit_is_told_to_whoever_looks_and_reports_show_it(
    stage: Stage, anna: httpx.Client, ben: Follower
) -> None:
    before = _figure(stage)
    shown, said = _reported(anna)
    assert (shown, said["fromSource"]) == (before, False)
    row = anna.post(f"{ORDERS}/search", json=NEWEST).json()["rows"][0]
    place = f"{ORDERS}/{row['_id']}"
    etag = anna.get(place).headers["etag"]
    ben.say("SUB", room="order")
    heard = ben.hear()
    until(heard, "SNAPSHOT")

    change = {"totalprice": str(Decimal(row["totalprice"]) + RISE)}
    answer = _patch(anna, place, change, etag)
    version = answer.json()["_version"]
    assert (answer.status_code, version) == (200, row["_version"] + 1)
    assert _patch(anna, place, change, etag).status_code == 409

    stale_off = until(heard, "STALE_OFF")
    assert stale_off["outcome"] == "changed"
    assert stale_off["instances"] == [{"id": row["_id"], "version": version}]
    report = until(heard, "REPORT")
    assert (report["rollup"], report["state"]) == (ROLLUP, "BUILT")
    least = {ROLLUP: int(str(report["epoch"]))}
    after, said = _reported(anna, least)
    assert after == before + RISE == _truth(stage) == _figure(stage)
    assert said["epochs"][ROLLUP] >= least[ROLLUP]
    assert (said["freshness"], said["cache"]) == ("READY", "MISS")
    assert _reported(anna, least)[1]["cache"] == "HIT"

    undone = {"totalprice": row["totalprice"]}
    assert _patch(anna, place, undone, answer.headers["etag"]).status_code == 200


def entity_is_known(stack: Supervisor) -> bool:
    """Has the service seen what was published?"""
    url = f"{presence_url(stack)}/api/v1/meta/entities/order"
    return httpx.get(url, headers=_bearer(stack), timeout=30).status_code == httpx.codes.OK


def presence_url(stack: Supervisor) -> str:
    """Where the service for browsers listens."""
    return stack.environment["RAMPART_PRESENCE_URL"]


def _patch(
    client: httpx.Client, place: str, change: Mapping[str, Any], etag: str
) -> httpx.Response:
    headers = {"content-type": "application/merge-patch+json", "if-match": etag}
    return client.patch(place, json=change, headers=headers)


def _reported(
    client: httpx.Client, least: Mapping[str, int] | None = None
) -> tuple[Decimal, dict[str, Any]]:
    """What a report says, which is to be as new as these builds, and what it says of itself."""
    asked = {**REPORT, "freshness": {"min_epoch": least or {}}}
    answer = client.post("/api/v1/reports/query", json=asked)
    assert answer.status_code == 200, answer.text
    ((figure,),) = answer.json()["data"]
    return Decimal(figure), answer.json()["meta"]


def _figure(stage: Stage) -> Decimal:
    """What Cube says; from the rollup, or else it is not what this test is about."""
    answer = stage.platform.build.cube.load(QUERY, stage.caller(TENANT))
    assert set(answer.used_rollups) == {ROLLUP}
    ((figure,),) = (row.values() for row in answer.rows)
    return Decimal(str(figure))


def _truth(stage: Stage) -> Decimal:
    ((found,),) = stage.sql(
        "SELECT sum(o_totalprice) FROM orders WHERE tenant_id = %s"
        " AND o_orderdate BETWEEN '1998-07-01' AND '1998-08-31'",
        TENANT,
    )
    return Decimal(found)


def token(stack: Supervisor, user: str, tenant: str = TENANT) -> str:
    """Of an analyst."""
    settings = found_settings(Settings, stack.name)
    return sign_token(settings, Identity(user, tenant, groups=("analyst",)), SystemClock(), 10)


def _bearer(stack: Supervisor) -> dict[str, str]:
    return {"authorization": f"Bearer {token(stack, 'anna')}"}
