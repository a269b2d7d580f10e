"""The highest fence under which each instance was written."""

from alembic import op

revision = "0005"
down_revision = "0004"

FENCES = """
CREATE TABLE rampart.entity_fence (
    tenant     text NOT NULL,
    entity     text NOT NULL,
    id         text NOT NULL,
    fence      numeric(39, 0) NOT NULL CHECK (fence >= 0),
    changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (tenant, entity, id)
);
COMMENT ON TABLE rampart.entity_fence IS
    'Written by writes under a lock, in their transaction. tenant is empty for shared entities.'
    ' A write with a lower fence is refused: its lock was another''s by then.';
"""


def upgrade() -> None:
    op.execute(FENCES)


def downgrade() -> None:
    op.execute("DROP TABLE rampart.entity_fence")
