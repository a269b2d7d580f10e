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
    'The truth behind 423: a write to an instance with a row that has not expired is refused.'
    ' tenant is empty for shared entities. A row is gone with the operation that made it.';
"""


def upgrade() -> None:
    op.execute(MUTATIONS)


def downgrade() -> None:
    op.execute("DROP TABLE rampart.mutation")
