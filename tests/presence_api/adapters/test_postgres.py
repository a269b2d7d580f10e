"""A session with limits."""

import os
import signal

import pytest

from presence_api.adapters.postgres import session
from presence_api.ports.outbox import OutboxUnavailable

pytestmark = pytest.mark.integration


def test_a_statement_that_takes_too_long_is_ended(database_url: str) -> None:
    with (
        pytest.raises(OutboxUnavailable, match="timeout"),
        session(database_url, 0.2, "test") as connection,
    ):
        connection.ask("SELECT pg_sleep(60)")


def test_a_server_that_hangs_is_given_up(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("presence_api.adapters.postgres.MARGIN_S", 0.2)
    with session(database_url, 0.3, "test") as connection:
        pid = connection.info.backend_pid
        os.kill(pid, signal.SIGSTOP)  # its kernel goes on acknowledging
        try:
            with pytest.raises(OutboxUnavailable, match="no answer"):
                connection.ask("SELECT 1")
        finally:
            os.kill(pid, signal.SIGCONT)
        assert connection.closed


def test_the_server_finds_out_soon_that_a_client_has_gone(database_url: str) -> None:
    with session(database_url, 5, "test") as connection:
        found = connection.ask(
            "SELECT setting FROM pg_settings WHERE name = 'tcp_keepalives_idle'"
        ).fetchone()
    assert found == ("5",)
