"""Connections to Postgres with a limit on everything, and its errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

from orchestration.ports.ledger import LedgerUnavailable

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Postgres:
    """Where the database is, and how long a call may take in seconds."""

    url: str
    timeout_s: float = 30.0

    @contextmanager
    def connection(self, *, autocommit: bool = False) -> Iterator[psycopg.Connection[Row]]:
        """One connection, closed at the end; commits unless the block raises.

        Raises LedgerUnavailable for everything that is the server's or the network's fault.
        """
        try:
            with psycopg.connect(
                self.url,
                autocommit=autocommit,
                row_factory=dict_row,
                connect_timeout=max(2, int(self.timeout_s)),
                application_name="rampart",
                options=f"-c statement_timeout={int(self.timeout_s * 1000)}",
                tcp_user_timeout=int(self.timeout_s * 1000),
            ) as connection:
                yield connection
        except (psycopg.OperationalError, psycopg.InterfaceError) as error:
            raise LedgerUnavailable(str(error).strip()) from error
