"""Locks: how many a second through one connection, and how soon beside a busy room."""

import asyncio
import json
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

import uvloop

from ops.bench.presence.bench import Bench, warmed
from ops.bench.presence.building import c_program
from ops.bench.presence.load_client import LoadClient
from ops.bench.presence.redis_probe import RedisProbe
from ops.bench.presence.service import OURS, Service
from ops.bench.presence.sheet import Column, Goal, Sheet
from ops.bench.servers import Server, serving
from ops.stack.environment import child_environment
from presence_api.adapters.fence_epochs_postgres import PostgresFenceEpochs
from presence_api.adapters.lock_table_redis import FENCES, RedisLockTable
from presence_api.adapters.redis_connection import Part, RedisConnection, Script
from presence_api.ports.lock_table import Granted, Holder, LockAddress

AT_ONCE = 256
SECONDS = 2.5
HOT, RATE = 500, 400.0
LOCKERS, LOCKS_A_SECOND, LOCKS_S = 200, 2_000.0, 5.0
PIPELINE: Final = "C client, 32 in flight"
_SETTLE_S = 1.2
_TIMEOUT_S = 30.0
_TTL_S = 30.0
_HOLDER = Holder("u00001", "u00001", "EUROPE", "bench.1")


def locks(bench: Bench) -> list[Sheet]:
    """The lock table beside a bare pipeline of the same scripts, then LOCK through the service."""
    table = Sheet(
        "lock table: scripts/s over one connection, acquire and release by turns",
        (
            Column("per_second", "scripts/s", 0, ratio=True),
            Column("cpu_us", "us client CPU/script", 2),
        ),
        (Goal("per_second", 0.9, PIPELINE, at_least=True), Goal("cpu_us", 5)),
    )
    for _ in range(bench.rounds):
        table.add(OURS, **uvloop.run(_table(bench.service)))
        table.add(PIPELINE, **_pipeline(bench.service))
    service = Sheet(
        f"LOCK to its answer, {LOCKS_A_SECOND:,.0f}/s, beside {HOT} people and {RATE:g} events/s",
        (
            Column("p50_ms", "p50 ms", 2),
            Column("p99_ms", "p99 ms", 2),
            Column("granted", "granted/s", 0),
            Column("room_p99_ms", "room p99 ms"),
            Column("core", "core", 3),
        ),
        (Goal("p99_ms", 5),),
    )
    bench.rounds_of(service, bench.servers(), lambda server: _beside(bench, service, server))
    return [table, service]


class _Recorder(RedisConnection):
    """A connection that only writes down which scripts it is asked to run."""

    def __init__(self) -> None:
        super().__init__("redis://127.0.0.1", _TIMEOUT_S)
        self.scripts: list[Script] = []

    async def run(self, script: Script, keys: Sequence[str], *args: Part) -> Any:
        del keys, args
        self.scripts.append(script)
        return [b"GRANTED", b"1", 1] if len(self.scripts) == 1 else 1


async def _scripts(epochs: PostgresFenceEpochs) -> list[Script]:
    """The two scripts that take a lock and let it go."""
    recorder = _Recorder()
    table = RedisLockTable(recorder, epochs)
    address = LockAddress("EUROPE", "order", "1")
    found = await table.acquire(address, _HOLDER, _TTL_S)
    if isinstance(found, Granted):
        await table.release(address, _HOLDER, found.lock.fence)
    return recorder.scripts


async def _table(service: Service) -> dict[str, float]:
    redis = RedisConnection(service.redis_url, _TIMEOUT_S)
    table = RedisLockTable(redis, PostgresFenceEpochs(service.database_url, _TIMEOUT_S))
    done = 0

    async def worker(number: int, ends_at: float) -> None:
        nonlocal done
        address = LockAddress("EUROPE", "order", str(number))
        while time.perf_counter() < ends_at:
            found = await table.acquire(address, _HOLDER, _TTL_S)
            if not isinstance(found, Granted):
                raise TypeError("a lock of nobody else's was denied")
            await table.release(address, _HOLDER, found.lock.fence)
            done += 2

    await worker(0, time.perf_counter() + 0.1)
    done, cpu, began = 0, time.process_time(), time.perf_counter()
    await asyncio.gather(*(worker(number, began + SECONDS) for number in range(AT_ONCE)))
    lasted, cpu = time.perf_counter() - began, time.process_time() - cpu
    redis.close()
    return {"per_second": done / lasted, "cpu_us": cpu / done * 1e6}


def _pipeline(service: Service) -> dict[str, float]:
    scripts = asyncio.run(_scripts(PostgresFenceEpochs(service.database_url, _TIMEOUT_S)))
    with RedisProbe(service.redis_url) as redis:
        acquire, release = (redis.call("SCRIPT", "LOAD", one.text).decode() for one in scripts)
        address = redis.address
    secret = service.folder / "redis"
    secret.touch(mode=0o600)
    secret.write_text(address.password)
    prefix = "rampart:EUROPE:lock:order:"
    words = (address.port, secret, acquire, release, FENCES, prefix, SECONDS)
    answer = subprocess.run(
        [str(c_program("redis")), *map(str, words)],
        stdout=subprocess.PIPE,
        text=True,
        timeout=_TIMEOUT_S,
        env=child_environment({}),
        check=True,
    )
    found = json.loads(answer.stdout)
    return {
        "per_second": found["ops"] / found["seconds"],
        "cpu_us": found["cpu_s"] / found["ops"] * 1e6,
    }


def _beside(bench: Bench, sheet: Sheet, server: Server) -> None:
    with (
        serving(server) as running,
        LoadClient(server.dialect, HOT) as room,
        LoadClient(server.dialect, LOCKERS) as lockers,
        ThreadPoolExecutor(1) as beside,
    ):
        bench.open(room, running, HOT)
        bench.open(lockers, running, LOCKERS, rooms=LOCKERS)
        room.settle(_SETTLE_S)
        warmed(room, RATE, senders=400, receivers=HOT)
        lockers.lock(LOCKS_A_SECOND, 0.5, LOCKERS)
        busy = beside.submit(room.run, RATE, LOCKS_S, senders=400, receivers=HOT)
        before = running.cpu_s
        seen = lockers.lock(LOCKS_A_SECOND, LOCKS_S, LOCKERS)
        cpu = running.cpu_s - before
        hot = busy.result()
        sheet.add(
            server.name,
            p50_ms=seen.p50_us / 1e3,
            p99_ms=seen.p99_us / 1e3,
            granted=seen.granted / seen.seconds,
            room_p99_ms=hot.p99_us / 1e3,
            core=cpu / seen.seconds,
        )
        sheet.fault(server.name, **hot.faults)
        sheet.fault(server.name, **seen.faults, denied=seen.denied)
        if seen.granted < seen.sent:
            sheet.notes.append(
                f"{seen.sent - seen.granted} of {seen.sent} LOCKs were not granted in time"
            )
