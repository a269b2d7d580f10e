"""What operators decided about dead letters."""

from alembic import op

revision = "0003"
down_revision = "0002"

DISPOSITION = """
CREATE TABLE rampart.dead_letter_disposition (
    topic            text NOT NULL,
    topic_id         text NOT NULL,
    letter_partition int NOT NULL,
    letter_offset    bigint NOT NULL,
    state            text NOT NULL CHECK (state IN ('REPLAYING', 'REPLAYED', 'DISCARDED')),
    times            int NOT NULL CHECK (times >= 0),
    actor            text NOT NULL,
    reason           text NOT NULL,
    updated_at       timestamptz NOT NULL,
    PRIMARY KEY (topic, topic_id, letter_partition, letter_offset)
);
COMMENT ON TABLE rampart.dead_letter_disposition IS
    'Written by `rampart dlq` and the job replay_dead_letters_job. topic: a dead-letter topic;'
    ' topic_id changes when it is made anew. A letter without a row waits, as does one in'
    ' REPLAYING, whose replay was cut off. times: how often it was sent again from there.';
"""


def upgrade() -> None:
    op.execute(DISPOSITION)


def downgrade() -> None:
    op.execute("DROP TABLE rampart.dead_letter_disposition")
