"""Changes that came with an `Idempotency-Key`: sent again, they are not done again."""

from alembic import op

revision = "0009"
down_revision = "0008"

REQUESTS = """
CREATE TABLE rampart.repeatable_request (
    tenant      text NOT NULL,
    user_id     text NOT NULL,
    key         text NOT NULL,
    fingerprint text NOT NULL,
    version     bigint NOT NULL,
    done_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant, user_id, key)
);
CREATE INDEX ON rampart.repeatable_request (done_at);
COMMENT ON TABLE rampart.repeatable_request IS
    'Written by presence_api/entities only, in the transaction of the change: which version it'
    ' made. A key counts for a day; each new one takes a few old ones away.';
"""


def upgrade() -> None:
    op.execute(REQUESTS)


def downgrade() -> None:
    op.execute("DROP TABLE rampart.repeatable_request")
