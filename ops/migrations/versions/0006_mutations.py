"""Which instances are being changed by work that is longer than one statement."""

from alembic import op

revision = "0006"
down_revision = "0005"

MUTATIONS = """
CREATE TABLE rampart.mutation (
    tenant       text NOT NULL,
    entity       text NOT NULL,
    id           text NOT NULL,
    operation_id uuid NOT NULL,
    job_id       uuid,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant, entity, id)
);
CREATE INDEX ix_mutation_operation ON rampart.mutation (operation_id);
COMMENT ON TABLE rampart.mutation IS
    'Written by bulk updates, a chunk at a time: the truth behind 423. A write to an instance with'
    ' a row that has not expired is refused; a row is gone with the operation that made it.'
    ' tenant is empty for shared entities.';
"""


def upgrade() -> None:
    op.execute(MUTATIONS)


def downgrade() -> None:
    op.execute("DROP TABLE rampart.mutation")
