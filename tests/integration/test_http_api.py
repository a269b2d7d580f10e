"""The HTTP API as browsers rely on it, on the whole stack: real Cube, broker, Postgres, Valkey."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from ops.demo.stage import Stage
from ops.stack.supervisor import Supervisor
from tests.contract.http_api_contract import QUERY, ApiGround, HttpApiContract
from tests.eventually import eventually
from tests.integration.presence_stack import follower, until
from tests.integration.test_one_edit import TENANT, entity_is_known, presence_url, token

pytestmark = pytest.mark.integration
ELSEWHERE = "ASIA"
SINCE = {"field": "orderdate", "op": "gte", "value": "1998-07-01"}


class StackGround(ApiGround):
    """Orders of TPC-H."""

    entity, attribute = "order", "clerk"
    values = ("Clerk#000000001", "Clerk#000000002")
    bulk: Mapping[str, Any] = {"where": SINCE, "set": {"clerk": "Clerk#000000003"}}
    report: Mapping[str, Any] = {
        "version": "1",
        "entity": "order",
        "measures": ["count"],
        "dimensions": ["orderstatus"],
    }

    def __init__(self, stack: Supervisor, client: httpx.Client) -> None:
        self.stack, self.client = stack, client
        found = self.ask("POST", "/api/v1/entities/order/search", {"where": SINCE, "limit": 1})
        self.id = found.json()["rows"][0]["_id"]
        self.row = f"/api/v1/entities/order/{self.id}"

    def bearer(self, user: str) -> Mapping[str, str]:
        tenant = ELSEWHERE if user.endswith("elsewhere") else TENANT
        return {"authorization": f"Bearer {token(self.stack, user, tenant)}"}

    @contextmanager
    def held(self) -> Iterator[None]:
        lock = f"{self.row}/lock"
        taken = self.ask("POST", lock, {}, "Ben")
        assert taken.status_code == 201, taken.text
        yield
        headers = {**self.bearer("Ben"), "lock-token": taken.json()["token"]}
        assert self.client.delete(lock, headers=headers).status_code == 204

    @contextmanager
    def cube_away(self) -> Iterator[None]:
        self.stack.stop("cube")
        try:
            yield
        finally:
            self.stack.start("cube")
        question = {**self.report, "limit": 160}
        eventually(
            lambda: self.ask("POST", QUERY, question, "patient").status_code,
            (200).__eq__,
            "Cube is asked again",
        )

    def breaker_is_open(self) -> bool:
        families = text_string_to_metric_families(self.client.get("/metrics").text)
        figures = [one for family in families for one in family.samples]
        opened = "rampart_reports_breaker_opened_total"
        return sum(one.value for one in figures if one.name == opened) > 0


class TestHttpApi(HttpApiContract):
    @pytest.fixture(autouse=True)
    def _ground(self, stage: Stage) -> Iterator[None]:
        eventually(lambda: entity_is_known(stage.stack), bool, "the entities are known")
        with httpx.Client(base_url=presence_url(stage.stack), timeout=30) as client:
            self.ground = self.orders = StackGround(stage.stack, client)
            yield

    def test_mutating_is_stale_on_and_mutated_stale_off(self) -> None:
        orders = self.orders
        with follower(orders.stack, "ben") as ben:
            ben.say("SUB", room=f"order/{orders.id}")
            heard = ben.hear()
            until(heard, "SNAPSHOT")
            wanted = {"ids": [orders.id], "set": {"clerk": "Clerk#000000004"}}
            begun = orders.ask("POST", "/api/v1/entities/order/bulk-update", wanted)
            assert begun.status_code == 202
            until(heard, "STALE_ON")
            fresh = until(heard, "STALE_OFF")
        assert (fresh["outcome"], fresh["changed"]) == ("changed", ["clerk", "updated_at"])
        assert orders.etag == f'"v{fresh["version"]}"'
