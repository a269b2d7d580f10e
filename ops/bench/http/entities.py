"""Searches and changes of one row over HTTP, beside the least that does the same, and plain SQL."""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import httpx
import psycopg

from ops.bench.http.million import ROWS, TENANT, TENANTS, fill, item_model
from ops.bench.http.open_loop import Answer, Shots, request, shoot
from ops.bench.http.tokens import bearer, secret_files
from ops.bench.servers import Running, Server, serving
from ops.stack.ports import says_ok
from ops.stack.running import running_stack
from ops.tpch.served import serve

ROUNDS: Final = 2
SEARCHES, SEARCH_RATE = 400, 40.0
PATCHES, PATCH_RATE = 1_500, 100.0
WARMING: Final = 200
PAIRS: Final = 60  # of first and late pages
LIMIT: Final = 100
MOST: Final = 500
SINCE: Final = "2020-06-01"
_EXPLAINED: Final = """
SELECT id, kind, name, amount, made, version, updated_at FROM public.item
WHERE tenant_id = %s AND made >= %s ORDER BY made, id LIMIT %s
"""
_SEARCH: Final = "/api/v1/entities/item/search"
_OURS: Final = (sys.executable, "-m", "ops.cli.main", "presence", "serve", "--role", "api")
_PEER: Final = (sys.executable, "-m", "ops.bench.http.minimal")


@dataclass(frozen=True, slots=True)
class Measured:
    """What one round said of one server."""

    shots: Shots
    cpu_s: float

    @property
    def cpu_ms(self) -> float:
        """CPU of the server's process, a request."""
        return 1e3 * self.cpu_s / len(self.shots.waits)


def bench_entities() -> list[str]:
    """Lines to print; our service and its peer take turns."""
    name = f"bench-{os.getpid()}"
    with running_stack(name, ["migrations", "valkey"]) as stack, secret_files() as files:
        url = stack.environment["RAMPART_DATABASE_URL"]
        fill(url)
        serve(url, item_model())
        environment = {**stack.environment, **files}
        with serving(_ours(environment)) as ours, serving(_peer(url)) as peer:
            bench = _Bench(url, ours, peer)
            bench.warm()
            return [*bench.searches(), *bench.late_pages(), *bench.patches()]


def _ours(environment: dict[str, str]) -> Server:
    def knows(port: int) -> bool:
        if not says_ok(port, "/health/ready"):
            return False
        url = f"http://127.0.0.1:{port}/api/v1/meta/entities/item"
        return httpx.get(url, headers=_bearer()).status_code == httpx.codes.OK

    return Server("Rampart", "http", lambda port: (*_OURS, "--port", str(port)), environment, knows)


def _peer(url: str) -> Server:
    return Server("minimal", "http", lambda port: (*_PEER, url, str(port)))


class _Bench:
    def __init__(self, url: str, ours: Running, peer: Running) -> None:
        self._url, self._ours, self._peer = url, ours, peer
        self._versions: dict[tuple[int, int], int] = {}

    def warm(self) -> None:
        """Connections are made, and statements prepared, before anything counts."""
        for server, ask in ((self._ours, self._our_patch), (self._peer, self._its_patch)):
            self._patched(server, ask, WARMING)

    def searches(self) -> list[str]:
        """A page of 100 rows, its filter another one each time."""
        body = json.dumps(_wanted(LIMIT)).encode()
        least = json.dumps({"since": SINCE, "limit": LIMIT}).encode()
        rounds = [
            (
                self._shoot(self._ours, lambda _: _post(_SEARCH, body), SEARCHES, SEARCH_RATE),
                self._shoot(self._peer, lambda _: _post("/", least), SEARCHES, SEARCH_RATE),
            )
            for _ in range(ROUNDS)
        ]
        plain = self._plain_sql_ms()
        return [
            f"search: {LIMIT} rows of {ROWS}, {SEARCH_RATE:.0f} a second, {ROUNDS} rounds in turn",
            *_both(rounds, "p99 <= 60 ms"),
            f"  plain SQL, one connection: p50 {plain:.1f} ms",
        ]

    def late_pages(self) -> list[str]:
        """The thousandth page costs as much as the first."""
        with httpx.Client(
            base_url=f"http://127.0.0.1:{self._ours.port}", headers=_bearer(), timeout=30
        ) as client:
            late = _wanted(LIMIT) | {"cursor": _late_cursor(client)}
            first_ms, late_ms = [], []
            for _ in range(PAIRS):
                first_ms.append(_timed_ms(client, _wanted(LIMIT)))
                late_ms.append(_timed_ms(client, late))
        ratio = median(late_ms) / median(first_ms)
        medians = f"{median(first_ms):.1f} ms, one of the last thousand {median(late_ms):.1f} ms"
        return [f"  the first page {medians}, ratio {ratio:.2f} (goal 0.8 to 1.2)"]

    def patches(self) -> list[str]:
        """A row's amount, from the version it was left with."""
        rounds = [
            (self._patched(self._ours, self._our_patch), self._patched(self._peer, self._its_patch))
            for _ in range(ROUNDS)
        ]
        return [
            f"PATCH: {PATCH_RATE:.0f} a second, {ROUNDS} rounds in turn; ours with its events",
            *_both(rounds, "p99 <= 30 ms"),
        ]

    def _patched(
        self, server: Running, ask: Callable[[int], bytes], count: int = PATCHES
    ) -> Measured:
        def heard(number: int, answer: Answer) -> None:
            del answer
            row = (server.port, _row(number, ours=server is self._ours))
            self._versions[row] = self._versions.get(row, 1) + 1

        return self._shoot(server, ask, count, PATCH_RATE, heard)

    def _our_patch(self, number: int) -> bytes:
        row = _row(number, ours=True)
        fields = {
            **_bearer(),
            "content_type": "application/merge-patch+json",
            "if_match": f'"v{self._versions.get((self._ours.port, row), 1)}"',
        }
        body = json.dumps({"amount": f"{_fresh(number)}.25"}).encode()
        return request("PATCH", f"/api/v1/entities/item/{row}", body, **fields)

    def _its_patch(self, number: int) -> bytes:
        row = _row(number, ours=False)
        version = self._versions.get((self._peer.port, row), 1)
        body = json.dumps({"amount": f"{_fresh(number)}.25", "version": version}).encode()
        return request("PATCH", f"/item/{row}", body)

    def _plain_sql_ms(self) -> float:
        waits = []
        with psycopg.connect(self._url, autocommit=True) as connection:
            for _ in range(SEARCHES):
                began = time.perf_counter()
                connection.execute(_EXPLAINED, (TENANT, SINCE, LIMIT)).fetchall()
                waits.append(1e3 * (time.perf_counter() - began))
        return median(waits)

    def _shoot(
        self,
        server: Running,
        ask: Callable[[int], bytes],
        count: int,
        rate: float,
        heard: Callable[[int, Answer], None] | None = None,
    ) -> Measured:
        before = server.cpu_s
        shots = shoot(server.port, ask, heard, rate=rate, count=count)
        return Measured(shots, server.cpu_s - before)


def _both(rounds: list[tuple[Measured, Measured]], goal: str) -> list[str]:
    lines = []
    for side, name in enumerate(("Rampart", "minimal handler")):
        each = [one[side] for one in rounds]
        cpu = median(one.cpu_ms for one in each)
        words = " | ".join(one.shots.in_words for one in each)
        lines.append(f"  {name:15} {cpu:.2f} CPU-ms a request; {words}")
    ratio = median(ours.cpu_ms / peer.cpu_ms for ours, peer in rounds)
    return [lines[0] + f" (goal {goal})", lines[1], f"  ratio by CPU {ratio:.1f}"]


def _row(number: int, *, ours: bool) -> int:
    """Rows of the tenant; each side has a thousand of its own, far apart in time."""
    return TENANTS * (number % 1_000 + (0 if ours else 1_000)) + 3


def _fresh(number: int) -> int:
    return 10 + time.monotonic_ns() % 1_000_000 + number


def _wanted(limit: int) -> dict[str, Any]:
    return {
        "where": {"field": "made", "op": "gte", "value": SINCE},
        "order": [{"by": "made"}],
        "limit": limit,
    }


def _post(path: str, body: bytes) -> bytes:
    return request("POST", path, body, content_type="application/json", **_bearer())


def _late_cursor(client: httpx.Client) -> str:
    """Of one of the last pages that is full."""
    cursor: str = ""
    while True:
        asked = _wanted(MOST) | ({"cursor": cursor} if cursor else {})
        found = client.post(_SEARCH, json=asked).json()["next"]
        if found is None:
            return cursor
        cursor = found


def _timed_ms(client: httpx.Client, asked: dict[str, Any]) -> float:
    began = time.perf_counter()
    client.post(_SEARCH, json=asked).raise_for_status()
    return 1e3 * (time.perf_counter() - began)


def _bearer() -> dict[str, str]:
    return bearer(TENANT)


if __name__ == "__main__":
    print("\n".join(bench_entities()))
