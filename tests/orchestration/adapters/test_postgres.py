"""Connections to Postgres: limits on everything, errors in our words."""

import os
import signal
from datetime import date

import psycopg
import pytest

from orchestration.adapters.postgres import Postgres
from orchestration.ports.ledger import LedgerUnavailable

NOBODY = "postgresql://rampart@127.0.0.1:1/rampart"


def test_naming_a_database_opens_nothing() -> None:
    Postgres(NOBODY)


@pytest.mark.parametrize("kind", ["session", "connection"])
def test_a_server_that_is_away_is_said_in_our_words(kind: str) -> None:
    postgres = Postgres(NOBODY, timeout_s=0.2)

    with (
        pytest.raises(LedgerUnavailable),
        postgres.session() if kind == "session" else postgres.connection(),
    ):
        pass


@pytest.mark.integration
def test_a_block_is_one_transaction(database_url: str) -> None:
    postgres = Postgres(database_url, timeout_s=20)
    with postgres.connection() as connection:
        connection.execute("CREATE TABLE kept (n integer)")

    with (  # noqa: PT012 - the error ends the block
        pytest.raises(RuntimeError),
        postgres.connection() as connection,
    ):
        connection.execute("INSERT INTO kept VALUES (1)")
        raise RuntimeError

    with postgres.connection() as connection:
        assert connection.execute("SELECT count(*) AS n FROM kept").fetchone() == {"n": 0}


@pytest.mark.integration
def test_a_session_commits_each_statement(database_url: str) -> None:
    postgres = Postgres(database_url, timeout_s=20)

    with (  # noqa: PT012 - the error ends the block
        pytest.raises(RuntimeError),
        postgres.session() as connection,
    ):
        connection.execute("CREATE TABLE kept (n integer)")
        raise RuntimeError

    with postgres.connection() as connection:
        assert connection.execute("SELECT to_regclass('kept') AS t").fetchone() == {"t": "kept"}


@pytest.mark.integration
def test_a_statement_that_takes_too_long_is_ended(database_url: str) -> None:
    postgres = Postgres(database_url, timeout_s=0.3)

    with (
        pytest.raises(LedgerUnavailable, match="statement timeout"),
        postgres.session() as connection,
    ):
        connection.execute("SELECT pg_sleep(5)")


@pytest.mark.integration
@pytest.mark.parametrize("kind", ["session", "connection"])
def test_a_server_that_hangs_is_given_up_and_another_connection_serves(
    database_url: str, kind: str
) -> None:
    postgres = Postgres(database_url, timeout_s=1)
    opened = postgres.session() if kind == "session" else postgres.connection()
    pid = 0
    try:
        with (  # noqa: PT012 - the error ends the block
            pytest.raises(LedgerUnavailable, match=r"no answer within 3.0 s"),
            opened as connection,
        ):
            pid = connection.info.backend_pid
            os.kill(pid, signal.SIGSTOP)  # its kernel goes on acknowledging
            connection.execute("SELECT 1")
    finally:
        os.kill(pid, signal.SIGCONT)

    with postgres.connection() as connection:
        assert connection.execute("SELECT 1 AS one").fetchone() == {"one": 1}


@pytest.mark.integration
@pytest.mark.parametrize("kind", ["session", "connection"])
def test_times_are_utc_wherever_the_server_stands(database_url: str, kind: str) -> None:
    postgres = Postgres(database_url, timeout_s=20)
    name = database_url.rpartition("/")[2]
    with Postgres(database_url).session() as other:
        other.execute(f"ALTER DATABASE {name} SET timezone = 'Pacific/Kiritimati'".encode())

    with postgres.session() if kind == "session" else postgres.connection() as connection:
        row = connection.execute("SELECT '2025-12-31T23:00Z'::timestamptz AS moment").fetchone()

    assert row
    assert row["moment"].date() == date(2025, 12, 31)


@pytest.mark.integration
def test_a_wrong_statement_is_a_bug_and_not_translated(database_url: str) -> None:
    with (
        pytest.raises(psycopg.errors.UndefinedTable),
        Postgres(database_url, timeout_s=20).connection() as connection,
    ):
        connection.execute("SELECT * FROM nothing")


@pytest.mark.integration
def test_a_connection_that_the_server_ended_is_replaced(database_url: str) -> None:
    postgres = Postgres(database_url, timeout_s=20)
    with postgres.connection() as connection:
        pid = connection.info.backend_pid
    with postgres.session() as other:
        other.execute("SELECT pg_terminate_backend(%s)", [pid])

    with postgres.connection() as connection:
        assert connection.execute("SELECT 1 AS one").fetchone() == {"one": 1}
