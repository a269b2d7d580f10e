"""Who did what, as the audit sink keeps it, and events that wait for the relay."""

from alembic import op

revision = "0002"
down_revision = "0001"

AUDIT_EVENT = """
CREATE TABLE rampart.audit_event (
    event_id     uuid PRIMARY KEY,
    occurred_at  timestamptz NOT NULL,
    actor        text NOT NULL,
    action       text NOT NULL,
    object_kind  text NOT NULL,
    object_id    text NOT NULL,
    outcome      text NOT NULL,
    reason       text NOT NULL,
    tenant       text,
    operation_id uuid,
    source       text NOT NULL,
    stored_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE rampart.audit_event IS
    'Written by the audit sink only. source: topic/partition/offset the event was first read at.';
CREATE INDEX ix_audit_event_object
    ON rampart.audit_event (object_kind, object_id, occurred_at DESC);
CREATE INDEX ix_audit_event_actor ON rampart.audit_event (actor, occurred_at DESC);
"""

OUTBOX = """
CREATE TABLE rampart.outbox (
    seq           bigint GENERATED ALWAYS AS IDENTITY,
    shard         smallint NOT NULL CHECK (shard BETWEEN 0 AND 15),
    topic         text NOT NULL,
    key           text NOT NULL,
    value         bytea NOT NULL,
    headers       jsonb NOT NULL DEFAULT '{}',
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    parked_at     timestamptz,
    parked_reason text,
    PRIMARY KEY (shard, seq)
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000);
COMMENT ON TABLE rampart.outbox IS
    'Written by presence_api/entities only; the relay deletes what the broker has acknowledged.'
    ' shard: crc32(key) mod 16. value: Avro in Confluent wire format.'
    ' parked_at: the broker refuses the row for what it is; it and later rows of its key wait until'
    ' somebody sets it to NULL (try again) or deletes the row (give up).';
CREATE INDEX ix_outbox_parked ON rampart.outbox (shard, topic, key) WHERE parked_at IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(AUDIT_EVENT)
    op.execute(OUTBOX)


def downgrade() -> None:
    op.execute("DROP TABLE rampart.outbox, rampart.audit_event")
