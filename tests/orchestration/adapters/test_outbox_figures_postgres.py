"""The outbox, counted."""

import pytest

from orchestration.adapters.outbox_figures_postgres import PostgresOutbox
from orchestration.adapters.postgres import Postgres
from orchestration.ports.outbox_figures import OutboxFigures

pytestmark = pytest.mark.integration
_INSERT = """
INSERT INTO rampart.outbox (shard, topic, key, value, created_at)
VALUES (%s, 'some.topic.v1', 'key', ''::bytea, clock_timestamp() - make_interval(secs => %s))
"""


def test_an_empty_outbox_is_no_backlog(database_url: str) -> None:
    assert PostgresOutbox(Postgres(database_url, timeout_s=20)).backlog() == OutboxFigures(0, 0.0)


def test_every_row_waits_and_the_oldest_says_for_how_long(database_url: str) -> None:
    postgres = Postgres(database_url, timeout_s=20)
    with postgres.connection() as connection:
        for shard, age_s in enumerate((5, 3600, 60)):
            connection.execute(_INSERT, [shard, age_s])
    found = PostgresOutbox(postgres).backlog()

    assert found.rows == 3
    assert 3600 <= found.oldest_age_s < 3720
