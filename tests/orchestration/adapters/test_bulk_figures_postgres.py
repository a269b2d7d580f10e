"""Bulk updates, counted."""

import pytest

from orchestration.adapters.bulk_figures_postgres import PostgresBulkQueue
from orchestration.adapters.postgres import Postgres
from orchestration.ports.bulk_figures import BulkFigures

pytestmark = pytest.mark.integration
_INSERT = """
INSERT INTO rampart.bulk_job
    (id, tenant, entity, user_id, user_name, plan, total, created_at, lease_until, ended_at)
SELECT gen_random_uuid(), 'acme', 'gadget', 'anna', 'Anna', '{}', 0, now - age, now + lease,
    CASE WHEN over THEN now END
FROM (SELECT clock_timestamp() AS now, make_interval(secs => %s) AS age,
    make_interval(secs => %s) AS lease, %s AS over) AS said
"""


def test_where_nothing_is_to_be_done_nothing_waits(database_url: str) -> None:
    found = PostgresBulkQueue(Postgres(database_url, timeout_s=20)).standing()
    assert found == BulkFigures(0, 0, 0.0)


def test_what_nobody_works_on_waits_since_it_was_asked_for_or_its_worker_died(
    database_url: str,
) -> None:
    postgres = Postgres(database_url, timeout_s=20)
    with postgres.connection() as connection:
        for job in (
            (600, None, False),  # nobody has taken it
            (9000, -900, False),  # its worker is dead
            (9000, 60, False),  # it has one
            (9000, None, True),  # it was cancelled before it began
            (9000, -5, True),
        ):
            connection.execute(_INSERT, job)
    found = PostgresBulkQueue(postgres).standing()

    assert (found.waiting, found.running) == (2, 1)
    assert 900 <= found.oldest_waiting_age_s < 1020
