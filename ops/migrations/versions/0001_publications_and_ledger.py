"""What is published, and what is built of it."""

from alembic import op

revision = "0001"
down_revision = None

PUBLICATION = """
CREATE TABLE rampart.metamodel_publication (
    seq          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL,
    version      text NOT NULL,
    spec_version text NOT NULL,
    document     jsonb NOT NULL,
    hashes       jsonb NOT NULL,
    state        text NOT NULL
                 CHECK (state IN ('CANDIDATE', 'CURRENT', 'RETIRED', 'REFUSED', 'REMOVED')),
    reason       text,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    current_at   timestamptz,
    announced_at timestamptz
);
COMMENT ON TABLE rampart.metamodel_publication IS
    'Written by flows/publish_model only. The truth about which model version serves.';
CREATE UNIQUE INDEX uq_metamodel_publication_one_current
    ON rampart.metamodel_publication (name) WHERE state = 'CURRENT';
CREATE INDEX ix_metamodel_publication_version ON rampart.metamodel_publication (name, version);
"""

LEDGER = """
CREATE SEQUENCE rampart.data_epoch;
CREATE TABLE rampart.preagg_partition (
    rollup_fp   text NOT NULL,
    timezone    text NOT NULL,
    partition   text NOT NULL,
    wanted_at   timestamptz NOT NULL,
    built_from  timestamptz,
    built_table text,
    rows        bigint,
    data_epoch  bigint,
    PRIMARY KEY (rollup_fp, timezone, partition),
    CHECK ((built_table IS NULL) = (data_epoch IS NULL))
);
COMMENT ON TABLE rampart.preagg_partition IS
    'Written by the build flow only. Servable: built_table is set. Dirty: wanted_at > built_from.';

CREATE TABLE rampart.preagg_attempt (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rollup_fp   text NOT NULL,
    timezone    text NOT NULL,
    partition   text NOT NULL,
    rollup      text NOT NULL,
    run_id      text NOT NULL,
    token       text,
    started_at  timestamptz NOT NULL,
    lease_until timestamptz NOT NULL,
    ended_at    timestamptz,
    outcome     text CHECK (outcome IN ('BUILT', 'FAILED')),
    error       text,
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);
COMMENT ON TABLE rampart.preagg_attempt IS
    'Written by the build flow only. Open past its lease: the attempt failed.';
CREATE INDEX ix_preagg_attempt_partition
    ON rampart.preagg_attempt (rollup_fp, timezone, partition, id DESC);
CREATE INDEX ix_preagg_attempt_open ON rampart.preagg_attempt (lease_until) WHERE ended_at IS NULL;

CREATE TABLE rampart.refresh_intake (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic       text NOT NULL,
    epoch       text NOT NULL,
    partition   integer NOT NULL,
    from_offset bigint NOT NULL,
    to_offset   bigint,
    kind        text NOT NULL CHECK (kind IN ('TAKEN', 'LOST')),
    events      integer NOT NULL DEFAULT 0,
    dead        integer NOT NULL DEFAULT 0,
    run_id      text NOT NULL,
    taken_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    accepted_at timestamptz,
    CHECK (to_offset IS NOT NULL OR kind = 'LOST'),
    CHECK (to_offset IS NULL OR to_offset > from_offset)
);
COMMENT ON TABLE rampart.refresh_intake IS
    'Written by the build flow only. to_offset is null where a topic was made anew: unknown.';
CREATE INDEX ix_refresh_intake_range
    ON rampart.refresh_intake (topic, epoch, partition, from_offset);

CREATE TABLE rampart.preagg_outside (
    rollup_fp text PRIMARY KEY,
    seen_at   timestamptz NOT NULL,
    evidence  text NOT NULL
);
COMMENT ON TABLE rampart.preagg_outside IS
    'Written by the build flow only. Rollups for which a row outside the extent was seen.';
"""


def upgrade() -> None:
    op.execute(PUBLICATION)
    op.execute(LEDGER)


def downgrade() -> None:
    op.execute(
        "DROP TABLE rampart.preagg_outside, rampart.refresh_intake, rampart.preagg_attempt,"
        " rampart.preagg_partition, rampart.metamodel_publication"
    )
    op.execute("DROP SEQUENCE rampart.data_epoch")
