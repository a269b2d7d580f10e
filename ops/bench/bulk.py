"""Rows a second of a bulk update, and a dry run of one, beside UPDATEs in plain SQL."""

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

import psutil
import psycopg

from metamodel.events.codec import Codec
from metamodel.kernel.clock import SystemClock
from metamodel.model.load import load
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from ops.tpch.load import load_tpch
from ops.tpch.served import DOCUMENT, serve
from presence_api.adapters.bulk_jobs_postgres import PostgresBulkJobs
from presence_api.adapters.bulk_work_postgres import PostgresBulkWork
from presence_api.adapters.entity_store_postgres import PostgresEntityStore
from presence_api.adapters.fence_epochs_postgres import PostgresFenceEpochs
from presence_api.adapters.lock_table_redis import RedisLockTable
from presence_api.adapters.published_entities_postgres import PublishedEntities
from presence_api.adapters.redis_connection import RedisConnection
from presence_api.adapters.row_holders_locks import SurveyedHolders
from presence_api.caller import Caller
from presence_api.entities.bulk.desk import BulkDesk, BulkPlan
from presence_api.entities.bulk.job_steps import BulkParts
from presence_api.entities.bulk.open_job import CHUNK
from presence_api.entities.bulk.plan_tokens import PlanTokens
from presence_api.entities.bulk.runner import BulkRunner
from presence_api.entities.writing.patching import Editor
from presence_api.ports.bulk_jobs import Job, JobState

ROWS, ROUNDS, SCALE = 50_000, 5, 0.04
GOAL_RATE, GOAL_DRY_S = 5_000, 2.0
TIMEOUT_S = 60.0
ADMIN: Final = Editor(Caller("bench", "bench", frozenset({"admin"})), "Bench")
_ONE: Final = """
UPDATE orders SET o_orderpriority = %s, version = version + 1, updated_at = clock_timestamp()
WHERE o_orderkey <= %s
"""
_MANY: Final = """
UPDATE orders SET o_orderpriority = %s, version = version + 1, updated_at = clock_timestamp()
WHERE o_orderkey = ANY(%s)
"""
_KEYS: Final = "SELECT o_orderkey FROM orders ORDER BY o_orderkey LIMIT %s"


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU of this process and of the database, and wall, in seconds."""

    cpu_s: float
    database_s: float
    wall_s: float


def bench_bulk() -> list[str]:
    """Lines to print; the kinds of passes alternate over the same rows."""
    with running_stack(f"bench-{os.getpid()}", components=["migrations", "valkey"]) as stack:
        bench = _Bench(stack)
        try:
            passes = (bench.one_update, bench.chunks_of_sql, bench.dry_run, bench.bulk)
            found = [[bench.cost(one) for one in passes] for _ in range(ROUNDS)]
        finally:
            bench.close()
    one, many, dry, ours = (list(costs) for costs in zip(*found, strict=True))
    rate = ROWS / median(cost.wall_s for cost in ours)
    planned = median(cost.wall_s for cost in dry)
    return [
        f"bulk update of {ROWS} rows of TPC-H's orders, median of {ROUNDS} alternating passes",
        _line("one UPDATE, plain SQL     ", one),
        _line(f"UPDATEs of {CHUNK}, plain SQL ", many),
        _line("bulk job                  ", ours),
        _line("dry run                   ", dry),
        f"  job {rate:.0f} rows/s (goal >= {GOAL_RATE})",
        f"  dry run {planned:.2f} s (goal <= {GOAL_DRY_S:g})",
        f"  CPU of the job {_ratio(ours, many):.1f} times that of chunks in plain SQL",
    ]


def _line(name: str, costs: Sequence[Cost]) -> str:
    cpu, database, wall = (
        median(getattr(one, part) for one in costs) for part in ("cpu_s", "database_s", "wall_s")
    )
    return (
        f"  {name} {cpu:6.3f} CPU-s here  {database:6.3f} CPU-s database  {wall:6.3f} s"
        f"  {ROWS / wall:9.0f} rows/s"
    )


def _ratio(ours: Sequence[Cost], theirs: Sequence[Cost]) -> float:
    mine, other = (median(one.cpu_s + one.database_s for one in costs) for costs in (ours, theirs))
    return mine / other


class _Bench:
    """The same rows, changed by either side to a value that they have not yet."""

    def __init__(self, stack: Supervisor) -> None:
        url = self._url = stack.environment["RAMPART_DATABASE_URL"]
        self._postgres = psutil.Process(stack.pid("postgres"))
        load_tpch(url, SCALE)
        serve(url, load(_editable(DOCUMENT.read_text(encoding="utf-8"))).require())
        models = PublishedEntities(url, TIMEOUT_S)
        models.look()
        redis, clock = RedisConnection(stack.environment["RAMPART_REDIS_URL"], 10), SystemClock()
        table = RedisLockTable(redis, PostgresFenceEpochs(url, TIMEOUT_S))
        self._holders = SurveyedHolders(table, lambda: clock.now().timestamp(), redis.close)
        self._store = PostgresEntityStore(url, TIMEOUT_S)
        self._jobs, self._work = PostgresBulkJobs(url, TIMEOUT_S), PostgresBulkWork(url, TIMEOUT_S)
        tokens = PlanTokens(b"k" * 32, clock)
        self._desk = BulkDesk(models, self._store, self._jobs, self._holders, tokens)
        parts = BulkParts(self._work, self._holders, Codec.committed(), clock)
        self._runner = BulkRunner(parts, models)
        self._holders.start()
        for one in (self._store, self._jobs, self._work):
            one.open()
        with psycopg.connect(url) as connection:
            self._keys = [key for (key,) in connection.execute(_KEYS, (ROWS,)).fetchall()]
        self._turns = 0

    def close(self) -> None:
        """Give all connections back."""
        self._holders.stop()
        for one in (self._store, self._jobs, self._work):
            one.close()

    def one_update(self) -> None:
        """All rows in one statement."""
        with psycopg.connect(self._url) as connection:
            connection.execute(_ONE, (self._value(), self._keys[-1]))

    def chunks_of_sql(self) -> None:
        """As many as a chunk has in each transaction, and nothing beside."""
        value = self._value()
        with psycopg.connect(self._url, autocommit=True) as connection:
            for first in range(0, ROWS, CHUNK):
                connection.execute(_MANY, (value, self._keys[first : first + CHUNK]))

    def dry_run(self) -> None:
        """What the job would do."""
        found = self._desk.update(ADMIN, "order", self._body() | {"dryRun": True})
        if not isinstance(found, BulkPlan) or found.would_change != ROWS:
            raise ValueError(f"{found} is not about {ROWS} rows")

    def bulk(self) -> None:
        """Queued, and worked on until it is over."""
        job = self._desk.update(ADMIN, "order", self._body())
        self._runner.turn(lambda: False)
        found = self._jobs.find(ADMIN.caller.tenant, job.id) if isinstance(job, Job) else None
        if found is None or (found.state, found.counts.done) != (JobState.SUCCEEDED, ROWS):
            raise ValueError(f"{found} has not changed {ROWS} rows")

    def cost(self, work: Callable[[], None]) -> Cost:
        """Of one pass; what the passes before left behind is swept first."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE orders, rampart.entity_change")
            connection.execute("TRUNCATE rampart.outbox")
        cpu, database, wall = time.process_time(), self._database_s(), time.perf_counter()
        work()
        wall = time.perf_counter() - wall
        return Cost(time.process_time() - cpu, self._database_s() - database, wall)

    def _database_s(self) -> float:
        """Of all its processes, those that have ended too."""
        own = self._postgres.cpu_times()
        total = own.user + own.system + own.children_user + own.children_system
        for child in self._postgres.children():
            try:
                found = child.cpu_times()
            except psutil.NoSuchProcess:
                continue
            total += found.user + found.system
        return float(total)

    def _value(self) -> str:
        self._turns += 1
        return f"{self._turns}-BENCH"

    def _body(self) -> dict[str, Any]:
        where = {"field": "orderkey", "op": "lte", "value": self._keys[-1]}
        return {"where": where, "set": {"orderpriority": self._value()}}


def _editable(document: str) -> str:
    """The metamodel in which the priority of an order may be changed."""
    found = json.loads(document)
    for entity in found["entities"]:
        for attribute in entity["attributes"]:
            if attribute["name"] == "orderpriority":
                attribute["editable"] = "always"
    return json.dumps(found)


if __name__ == "__main__":
    print("\n".join(bench_bulk()))
