"""Bulk updates that are over are removed in time; what one dry run planned is done once."""

from alembic import op

revision = "0010"
down_revision = "0009"

UP = """
ALTER TABLE rampart.bulk_job ADD COLUMN plan_id uuid;
CREATE UNIQUE INDEX uq_bulk_job_plan ON rampart.bulk_job (plan_id) WHERE plan_id IS NOT NULL;
CREATE INDEX ix_bulk_job_ended ON rampart.bulk_job (ended_at) WHERE ended_at IS NOT NULL;
COMMENT ON COLUMN rampart.bulk_job.plan_id IS
    'The dry run that it was planned by, if there was one: a second job of it is the first.';
COMMENT ON COLUMN rampart.bulk_job.ended_at IS
    'Since when it is over; some time later it is removed with its errors.';
"""
DOWN = """
COMMENT ON COLUMN rampart.bulk_job.ended_at IS NULL;
DROP INDEX rampart.ix_bulk_job_ended;
ALTER TABLE rampart.bulk_job DROP COLUMN plan_id;
"""


def upgrade() -> None:
    op.execute(UP)


def downgrade() -> None:
    op.execute(DOWN)
