"""Changes in Postgres: what the contract does not say."""

import psycopg
import pytest

OPERATION = "0b4a1a3c-53f1-4d5e-9d5d-0a4c3d2c1b0a"
_INSERT = """
INSERT INTO rampart.mutation (tenant, entity, id, operation_id, expires_at)
VALUES ('acme', 'order', '1', %s, now() + interval '1 minute')
"""


@pytest.mark.integration
def test_one_operation_at_a_time_changes_an_instance(database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(_INSERT, (OPERATION,))
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute(_INSERT, (OPERATION,))
