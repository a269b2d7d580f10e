"""Reports over HTTP: what is kept, what Cube is asked for, many at once, and Cube away."""

import asyncio
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any, Final

import httpx
from prometheus_client.parser import text_string_to_metric_families

from ops.bench.http.open_loop import request, shoot
from ops.bench.http.tokens import bearer, secret_files
from ops.bench.servers import Running, Server, serving
from ops.demo.stage import Stage
from ops.stack.ports import says_ok
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from presence_api.adapters.redis_connection import RedisConnection

TENANT: Final = "EUROPE"
HITS, HIT_RATE = 2_000, 200.0
PAIRS, EQUALS, AWAY = 400, 200, 200  # the last hundredth of 400 is not one bad moment
QUERY: Final = "/api/v1/reports/query"
_SERVE: Final = (sys.executable, "-m", "ops.cli.main", "presence", "serve", "--role", "api")
_UNLIMITED: Final = {
    "RAMPART_REPORTS_PER_USER": "1000000",
    "RAMPART_REPORTS_PER_TENANT": "1000000",
}
_FIRST: Final = date(1995, 1, 1)


def bench_reports() -> list[str]:
    """Lines to print."""
    name = f"bench-{os.getpid()}"
    parts = ["cube", "migrations", "seed", "valkey", "kafka"]
    with running_stack(name, parts) as stack, secret_files() as files:
        stage = Stage.on(stack)
        stage.publish()
        environment = {**stack.environment, **files, **_UNLIMITED}
        with serving(_server(environment)) as server:
            bench = _Bench(stack, stage, server)
            return [*bench.hits(), *bench.misses(), *bench.equals(), *bench.without_cube()]


def _server(environment: Mapping[str, str]) -> Server:
    def knows(port: int) -> bool:
        if not says_ok(port, "/health/ready"):
            return False
        answer = httpx.post(f"http://127.0.0.1:{port}{QUERY}", json=_days(0), headers=_bearer())
        return answer.status_code == httpx.codes.OK

    return Server(
        "Rampart", "http", lambda port: (*_SERVE, "--port", str(port)), dict(environment), knows
    )


@dataclass
class _Bench:
    stack: Supervisor
    stage: Stage
    server: Running

    def __post_init__(self) -> None:
        url = f"http://127.0.0.1:{self.server.port}"
        self._client = httpx.Client(base_url=url, headers=_bearer(), timeout=60)

    def hits(self) -> list[str]:
        """A kept answer of 20 kB, two hundred times a second."""
        asked = _by_day(550)
        body = self._client.post(QUERY, json=asked).content
        told = json.dumps(asked).encode()
        sent = request("POST", QUERY, told, content_type="application/json", **_bearer())
        before, cpu_s = self._upstream(), self.server.cpu_s
        shots = shoot(self.server.port, lambda _: sent, rate=HIT_RATE, count=HITS)
        cpu_ms = 1e3 * (self.server.cpu_s - cpu_s) / HITS
        calls = self._upstream() - before
        raw_ms = self._raw_get_ms(body)
        ratio, size_kb = shots.quantile_ms(0.5) / raw_ms, len(body) / 1e3
        return [
            f"report HIT, {size_kb:.0f} kB, {HIT_RATE:.0f} a second: {cpu_ms:.2f} CPU-ms each",
            f"  {shots.in_words} (goal p99 <= 15 ms); {calls:.0f} calls of Cube (goal 0)",
            f"  a GET of Redis alone: p50 {raw_ms:.2f} ms, ratio {ratio:.1f}",
        ]

    def misses(self) -> list[str]:
        """The way through us, and straight to Cube, with questions that are as dear."""
        through, straight = [], []
        for number in range(1, 2 * PAIRS, 2):
            query = self._query(_days(number + 1))  # so that we are as warm as Cube
            through.append(_ms(self._asked, _days(number)))
            straight.append(_ms(self.stage.load, query, TENANT))
        more = [_quantile(through, share) - _quantile(straight, share) for share in (0.5, 0.99)]
        both = [
            f"{_quantile(one, 0.5):.1f} and {_quantile(one, 0.99):.1f} ms"
            for one in (through, straight)
        ]
        return [
            f"report MISS, {PAIRS} times: p50 and p99 {both[0]}, straight to Cube {both[1]}",
            f"  more by p50 {more[0]:.1f}, p99 {more[1]:.1f} ms (goals <= 4, <= 12)",
        ]

    def equals(self) -> list[str]:
        """Two hundred who ask the same at once."""
        told = json.dumps(_days(999)).encode()
        sent = request("POST", QUERY, told, content_type="application/json", **_bearer())
        before = self._upstream()
        shots = shoot(self.server.port, lambda _: sent, rate=1e6, count=EQUALS)
        calls = self._upstream() - before
        said = f"{calls:.0f} calls of Cube (goal 1); {shots.in_words}"
        return [f"{EQUALS} equal reports at once: {said}"]

    def without_cube(self) -> list[str]:
        """From its death to the breaker, and what is said then."""
        self.stack.stop("cube")
        began = time.perf_counter()
        while self._figure("rampart_reports_breaker_opened_total") == 0:
            self._client.post(QUERY, json=_days(1_000 + int(1e3 * (time.perf_counter() - began))))
        opened_s = time.perf_counter() - began
        waits = []
        for number in range(AWAY):
            began = time.perf_counter()
            answer = self._client.post(QUERY, json=_days(3_000 + number))
            if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                waits.append(1e3 * (time.perf_counter() - began))
        return [
            f"breaker: opens {opened_s:.2f} s after Cube has gone (goal <= 1 s)",
            f"  then 503 in p50 {median(waits):.1f} ms (goal <= 5 ms)",
        ]

    def _asked(self, report: Mapping[str, Any]) -> None:
        self._client.post(QUERY, json=report).raise_for_status()

    def _query(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The same in Cube's words."""
        explained = self._client.post(
            QUERY, json={**asked, "explain": True}, headers=_bearer("admin")
        )
        found: dict[str, Any] = explained.json()["queries"]["main"]
        return found

    def _raw_get_ms(self, body: bytes) -> float:
        async def asked() -> list[float]:
            server = RedisConnection(self.stack.environment["RAMPART_REDIS_URL"], 5)
            await server.call("SET", "bench", body)
            waits = []
            for _ in range(HITS):
                began = time.perf_counter()
                await server.call("GET", "bench")
                waits.append(1e3 * (time.perf_counter() - began))
            server.close()
            await asyncio.sleep(0)
            return waits

        return median(asyncio.run(asked()))

    def _upstream(self) -> float:
        return self._figure("rampart_reports_upstream_total")

    def _figure(self, name: str) -> float:
        families = text_string_to_metric_families(self._client.get("/metrics").text)
        return sum(one.value for family in families for one in family.samples if one.name == name)


def _bearer(group: str = "analyst") -> dict[str, str]:
    return bearer(TENANT, group)


def _by_day(days: int) -> dict[str, Any]:
    return _asked(_FIRST, _FIRST + timedelta(days=days - 1)) | {
        "measures": ["count", "total_price"],
        "time": {
            "grain": "day",
            "range": [_FIRST.isoformat(), (_FIRST + timedelta(days=days - 1)).isoformat()],
        },
    }


def _days(number: int) -> dict[str, Any]:
    """A question that no other number asks, and that costs as much."""
    start = _FIRST + timedelta(days=number % 500)
    return _asked(start, start + timedelta(days=300 + number // 500))


def _asked(start: date, end: date) -> dict[str, Any]:
    return {
        "version": "1",
        "entity": "order",
        "measures": ["count"],
        "dimensions": ["orderstatus"],
        "time": {"range": [start.isoformat(), end.isoformat()]},
    }


def _ms(work: Callable[..., object], *given: object) -> float:
    began = time.perf_counter()
    work(*given)
    return 1e3 * (time.perf_counter() - began)


def _quantile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


if __name__ == "__main__":
    print("\n".join(bench_reports()))
