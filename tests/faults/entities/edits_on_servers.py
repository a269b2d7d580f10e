"""The ground of edits on Postgres and Valkey, whose time passes as fast as a test says."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

import psycopg

from metamodel.kernel.clock import SystemClock
from metamodel.naming.redis_keys import RedisKey
from presence_api.adapters.bulk_jobs_postgres import PostgresBulkJobs
from presence_api.adapters.bulk_work_postgres import PostgresBulkWork
from presence_api.adapters.entity_store_postgres import PostgresEntityStore
from presence_api.adapters.fence_epochs_postgres import PostgresFenceEpochs
from presence_api.adapters.lock_table_redis import RedisLockTable
from presence_api.adapters.redis_connection import RedisConnection, Script
from presence_api.adapters.row_holders_locks import SurveyedHolders
from presence_api.adapters.row_writer_postgres import PostgresRowWriter
from presence_api.adapters.write_guard_postgres import PostgresWriteGuard
from presence_api.ports.bulk_jobs import Counts, JobState
from presence_api.ports.outbox import OutgoingEvent
from tests.contract.test_entity_store import write_gadgets
from tests.fakes.clock import FakeClock
from tests.presence_api.entities.edits.ground import (
    IDS,
    TOKENS,
    EditGround,
    EditParts,
    JobSeen,
    Seen,
    lifecycle,
    rows,
)
from tests.presence_api.entities.gadgets import DDL

_TIMEOUT_S: Final = 10.0
_FORGET: Final = (
    *(
        f"DELETE FROM rampart.{table}"
        for table in ("outbox", "mutation", "entity_fence", "entity_change", "bulk_job")
    ),
    "DELETE FROM rampart.repeatable_request",
    "DELETE FROM gadget",
)
_LATER: Final = """
WITH leases AS (
    UPDATE rampart.bulk_job SET lease_until = lease_until - make_interval(secs => %(seconds)s)
    WHERE lease_until IS NOT NULL
)
UPDATE rampart.mutation SET expires_at = expires_at - make_interval(secs => %(seconds)s)
"""
# KEYS: locks. ARGV: by how many ms each ends earlier, for the server's own clock cannot be moved.
_END_EARLIER: Final = Script("""
for _, key in ipairs(KEYS) do
  local left = redis.call('PTTL', key)
  if left > 0 then redis.call('PEXPIRE', key, left - ARGV[1]) end
end
return 0
""")
_LOCKS: Final = [str(RedisKey("acme", "lock", "gadget", one)) for one in IDS]
_SEEN: Final = """
SELECT
    (SELECT json_object_agg(gadget_id, json_build_array(version, name, amount)) FROM gadget),
    (SELECT json_object_agg(id, fence) FROM rampart.entity_fence),
    (SELECT json_agg(id) FROM rampart.mutation WHERE expires_at > clock_timestamp()),
    (SELECT json_object_agg(id, json_build_array(
        state, total, done, skipped, failed,
        (SELECT coalesce(json_agg(error.id), '[]') FROM rampart.bulk_error AS error
         WHERE job_id = job.id)
    )) FROM rampart.bulk_job AS job)
"""
_TOLD: Final = (
    "SELECT seq, topic, key, value, headers FROM rampart.outbox WHERE seq > %s ORDER BY seq"
)


@dataclass(frozen=True, slots=True)
class EditServers:
    """What all walks share; `session` is the test's own."""

    parts: EditParts
    session: "psycopg.Connection[Any]"
    redis: RedisConnection
    loop: asyncio.AbstractEventLoop


@contextmanager
def edit_servers(database_url: str, redis_url: str) -> Iterator[EditServers]:
    """Real parts over a database without gadgets."""
    epochs = PostgresFenceEpochs(database_url, _TIMEOUT_S)
    redis, surveyed = RedisConnection(redis_url, _TIMEOUT_S), RedisConnection(redis_url, _TIMEOUT_S)
    locks = RedisLockTable(redis, epochs)
    survey = SurveyedHolders(
        RedisLockTable(surveyed, epochs), lambda: SystemClock().now().timestamp(), surveyed.close
    )
    writer = PostgresRowWriter(database_url, _TIMEOUT_S, PostgresWriteGuard(TOKENS))
    store = PostgresEntityStore(database_url, _TIMEOUT_S)
    jobs, work = (
        PostgresBulkJobs(database_url, _TIMEOUT_S),
        PostgresBulkWork(database_url, _TIMEOUT_S),
    )
    with ExitStack() as running:
        loop = asyncio.new_event_loop()
        running.callback(loop.close)
        session = running.enter_context(
            psycopg.connect(database_url, autocommit=True, options="-c timezone=UTC")
        )
        session.execute(DDL)
        for pool in (writer, store, jobs, work):
            pool.open()
            running.callback(pool.close)
        survey.start()
        running.callback(survey.stop)
        running.callback(redis.close)
        yield EditServers(EditParts(writer, store, jobs, work, locks, survey), session, redis, loop)


class EditsOnServers(EditGround):
    """One walk: it begins with nothing but rows."""

    def __init__(self, servers: EditServers) -> None:
        super().__init__(servers.parts, FakeClock(), servers.loop)
        self._session, self._redis = servers.session, servers.redis
        self._told = 0
        with self._session.pipeline():
            for statement in _FORGET:
                self._session.execute(statement)
        write_gadgets(self._session, rows())
        self.forget_locks()

    def pass_time(self, seconds: float) -> None:
        self.clock.advance(seconds)
        if not seconds:
            return
        self._session.execute(_LATER, {"seconds": seconds})
        self.run(self._redis.run(_END_EARLIER, _LOCKS, int(1000 * seconds)))

    def forget_locks(self) -> None:
        self.run(self._redis.call("FLUSHALL"))

    def look(self) -> Seen:
        ((gadgets, fences, changing, jobs),) = self._session.execute(_SEEN).fetchall()
        return Seen(
            {one: (version, name, amount) for one, (version, name, amount) in gadgets.items()},
            fences or {},
            frozenset(changing or ()),
            {
                job: JobSeen(JobState(state), total, Counts(*counts), errors)
                for job, (state, total, *counts, errors) in (jobs or {}).items()
            },
            lifecycle(self._new_events()),
        )

    def close(self) -> None:
        """The next walk goes on with the same servers."""

    def _new_events(self) -> list[OutgoingEvent]:
        found = self._session.execute(_TOLD, (self._told,)).fetchall()
        self._told = max((seq for seq, *_ in found), default=self._told)
        return [OutgoingEvent(*event) for _, *event in found]
