"""Whose change made the version that a row has."""

from alembic import op

revision = "0007"
down_revision = "0006"

CHANGES = """
CREATE TABLE rampart.entity_change (
    tenant     text NOT NULL,
    entity     text NOT NULL,
    id         text NOT NULL,
    version    bigint NOT NULL,
    user_id    text NOT NULL,
    user_name  text NOT NULL,
    changed_at timestamptz NOT NULL,
    attributes text[] NOT NULL,
    PRIMARY KEY (tenant, entity, id)
);
COMMENT ON TABLE rampart.entity_change IS
    'Written by presence_api/entities only, in the transaction of each change: the last one of each'
    ' instance, so that who is refused learns whose change came first. tenant is empty for shared'
    ' entities.';
"""


def upgrade() -> None:
    op.execute(CHANGES)


def downgrade() -> None:
    op.execute("DROP TABLE rampart.entity_change")
