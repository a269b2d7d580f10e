"""Jobs that change many rows, in `rampart.bulk_job` and what belongs to it."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from psycopg.types.json import Jsonb

from presence_api.adapters.entity_pool import Pooled, entity_pool
from presence_api.adapters.row_writer_postgres import waited
from presence_api.ports.bulk_jobs import (
    Counts,
    Job,
    JobState,
    JobsUsedUp,
    JobWanted,
    RowError,
)
from presence_api.ports.lock_table import LockAddress

_QUOTAS: Final = 0x62756C6B
"""First key of the advisory lock under which a tenant's jobs are counted: `bulk`."""
_OPEN: Final = """
SELECT count(*) FROM rampart.bulk_job WHERE tenant = %s AND ended_at IS NULL
"""
_QUEUE: Final = """
INSERT INTO rampart.bulk_job
    (id, tenant, entity, user_id, user_name, plan, plan_id, total, failed)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_ROWS: Final = "COPY rampart.bulk_row (job_id, number, tenant, id, version) FROM STDIN"
_ERRORS: Final = "COPY rampart.bulk_error (job_id, number, id, code, detail) FROM STDIN"
_SHOWN: Final = """
SELECT id::text, tenant, entity, user_id, state, reason, total, done, skipped, failed,
    created_at, started_at, ended_at
FROM rampart.bulk_job WHERE tenant = %s AND
"""
_FIND: Final = _SHOWN + "id = %s"
_BEGUN: Final = _SHOWN + "plan_id = %s"
_CANCEL: Final = """
UPDATE rampart.bulk_job SET
    state = CASE state WHEN 'QUEUED' THEN 'CANCELLED' ELSE 'CANCELLING' END,
    ended_at = CASE state WHEN 'QUEUED' THEN clock_timestamp() END
WHERE tenant = %s AND id = %s AND state IN ('QUEUED', 'RUNNING')
RETURNING state
"""
_FORGET: Final = "DELETE FROM rampart.bulk_row WHERE job_id = %s"
_PAGE: Final = """
SELECT number, error.id, code, detail
FROM rampart.bulk_error AS error JOIN rampart.bulk_job AS job ON job.id = job_id
WHERE job.tenant = %s AND job_id = %s AND number > %s ORDER BY number LIMIT %s
"""
_CHANGING: Final = """
SELECT tenant, id FROM rampart.mutation WHERE entity = %s AND expires_at > clock_timestamp()
"""


class PostgresBulkJobs(Pooled):
    """Asks through a pool; `timeout_s` bounds each wait."""

    def __init__(self, url: str, timeout_s: float, connections: int = 4) -> None:
        super().__init__(entity_pool(url, timeout_s, connections, {}))

    def queue(self, job: JobWanted, most_open: int) -> Job:
        total = len(job.rows) + len(job.errors)
        who = (job.id, job.tenant, job.entity, job.user, job.user_name)
        said = (*who, Jsonb(dict(job.plan)), job.plan_id)
        with waited(), self._pool.connection() as connection, connection.transaction():
            cursor = connection.cursor()
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", (_QUOTAS, job.tenant))
            begun = cursor.execute(_BEGUN, (job.tenant, job.plan_id)).fetchone()
            if begun is not None:
                return _job(begun)
            ((opened,),) = cursor.execute(_OPEN, (job.tenant,)).fetchall()
            if opened >= most_open:
                raise JobsUsedUp(job.tenant, f"{opened} jobs are not over")
            cursor.execute(_QUEUE, (*said, total, len(job.errors)))
            with cursor.copy(_ROWS) as copy:
                for row in job.rows:
                    copy.write_row((job.id, row.number, row.tenant or "", row.id, row.version))
            with cursor.copy(_ERRORS) as copy:
                for error in job.errors:
                    copy.write_row((job.id, error.number, error.id, error.code, error.detail))
            found = cursor.execute(_FIND, (job.tenant, job.id)).fetchall()
        return _job(found[0])

    def begun(self, tenant: str, plan_id: str) -> Job | None:
        with waited(), self._pool.connection() as connection:
            found = connection.execute(_BEGUN, (tenant, plan_id)).fetchone()
        return None if found is None else _job(found)

    def find(self, tenant: str, job: str) -> Job | None:
        with waited(), self._pool.connection() as connection:
            found = connection.execute(_FIND, (tenant, job)).fetchone()
        return None if found is None else _job(found)

    def cancel(self, tenant: str, job: str) -> Job | None:
        with waited(), self._pool.connection() as connection, connection.transaction():
            now = connection.execute(_CANCEL, (tenant, job)).fetchone()
            if now is not None and JobState(now[0]).final:
                connection.execute(_FORGET, (job,))
            found = connection.execute(_FIND, (tenant, job)).fetchone()
        return None if found is None else _job(found)

    def errors(self, tenant: str, job: str, after: int, limit: int) -> Sequence[RowError]:
        with waited(), self._pool.connection() as connection:
            found = connection.execute(_PAGE, (tenant, job, after, limit)).fetchall()
        return [RowError(*row) for row in found]

    def changing(self, entity: str) -> Collection[LockAddress]:
        with waited(), self._pool.connection() as connection:
            found = connection.execute(_CHANGING, (entity,)).fetchall()
        return {LockAddress(tenant or None, entity, one) for tenant, one in found}


def _job(row: Sequence[Any]) -> Job:
    one, tenant, entity, user, state, reason, total, done, skipped, failed, *moments = row
    counts = Counts(done, skipped, failed)
    return Job(one, tenant, entity, user, JobState(state), reason, total, counts, *moments)
