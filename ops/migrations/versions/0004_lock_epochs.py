"""Where the fences of locks begin again when Redis has forgotten them."""

from alembic import op

revision = "0004"
down_revision = "0003"

EPOCHS = """
CREATE SEQUENCE rampart.lock_epoch;
COMMENT ON SEQUENCE rampart.lock_epoch IS
    'Taken by presence when Redis was started anew: a fence is an epoch times 2^40 and a counter.';
"""


def upgrade() -> None:
    op.execute(EPOCHS)


def downgrade() -> None:
    op.execute("DROP SEQUENCE rampart.lock_epoch")
