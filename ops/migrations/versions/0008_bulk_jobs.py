"""Bulk updates as jobs: what is wanted, which rows it is about, and what became of each."""

from alembic import op

revision = "0008"
down_revision = "0007"

JOBS = """
CREATE TABLE rampart.bulk_job (
    id           uuid PRIMARY KEY,
    tenant       text NOT NULL,
    entity       text NOT NULL,
    user_id      text NOT NULL,
    user_name    text NOT NULL,
    plan         jsonb NOT NULL,
    state        text NOT NULL DEFAULT 'QUEUED' CHECK (state IN
        ('QUEUED', 'RUNNING', 'CANCELLING', 'SUCCEEDED', 'PARTIAL', 'CANCELLED', 'FAILED')),
    reason       text NOT NULL DEFAULT '',
    total        integer NOT NULL,
    done         integer NOT NULL DEFAULT 0,
    skipped      integer NOT NULL DEFAULT 0,
    failed       integer NOT NULL DEFAULT 0,
    operation_id uuid,
    touched      jsonb NOT NULL DEFAULT '{}',
    worker_id    uuid,
    lease_until  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    started_at   timestamptz,
    ended_at     timestamptz,
    CHECK (done >= 0 AND skipped >= 0 AND failed >= 0 AND done + skipped + failed <= total)
);
CREATE INDEX ix_bulk_job_open ON rampart.bulk_job (created_at, id) WHERE ended_at IS NULL;
COMMENT ON TABLE rampart.bulk_job IS
    'Written by presence_api/entities only. tenant: of whoever asked. The rows up to number'
    ' done + skipped + failed of its list are over. operation_id: of the chunk that is announced.'
    ' worker_id: who works on it, until lease_until unless they say so again. touched: days of'
    ' pre-aggregations that are asked for at its end.';
"""

ROWS = """
CREATE TABLE rampart.bulk_row (
    job_id  uuid NOT NULL REFERENCES rampart.bulk_job ON DELETE CASCADE,
    number  integer NOT NULL,
    tenant  text NOT NULL,
    id      text NOT NULL,
    version bigint NOT NULL,
    PRIMARY KEY (job_id, number)
);
COMMENT ON TABLE rampart.bulk_row IS
    'Written by presence_api/entities only: the rows of a job, fixed when it is queued, with the'
    ' version each had then; gone when the job is over. tenant is empty for shared entities.';
"""

ERRORS = """
CREATE TABLE rampart.bulk_error (
    job_id  uuid NOT NULL REFERENCES rampart.bulk_job ON DELETE CASCADE,
    number  integer NOT NULL,
    id      text NOT NULL,
    code    text NOT NULL,
    detail  text NOT NULL,
    PRIMARY KEY (job_id, number)
);
COMMENT ON TABLE rampart.bulk_error IS
    'Written by presence_api/entities only: why a row of a job was left as it was.';
"""


def upgrade() -> None:
    op.execute(JOBS)
    op.execute(ROWS)
    op.execute(ERRORS)


def downgrade() -> None:
    op.execute("DROP TABLE rampart.bulk_error, rampart.bulk_row, rampart.bulk_job")
