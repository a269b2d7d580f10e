"""Connections to Postgres with a limit on everything, and its errors in our words."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.pq import TransactionStatus
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool, PoolTimeout

from orchestration.ports.ledger import LedgerUnavailable

Row = dict[str, Any]
Connection = psycopg.Connection[Row]
MOST_CONNECTIONS = 8
IDLE_S = 60.0
GIVE_UP_S = 10.0  # a server that is away is away: the next run or evaluation looks again
MARGIN_S = 2.0  # for the server to end a statement itself, and say so


class _Impatient(Connection):
    """Gives up on a server that hangs: it ends no statement, and its kernel says it lives."""

    patience_s: float

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        patience_s = self.patience_s if timeout is None else timeout
        try:
            return super().wait(gen, interval, patience_s)
        except psycopg.OperationalError as error:
            if self.info.transaction_status is not TransactionStatus.ACTIVE:
                raise
            self.close()  # half of an answer may still come: nobody may read it as the next one
            raise psycopg.OperationalError(f"no answer within {patience_s:.1f} s") from error


class Postgres:
    """A database by URL; connections are opened when first asked for, and kept for a minute.

    `timeout_s` bounds connecting, every statement, and, with a margin, every wait for an answer.
    """

    def __init__(self, url: str, timeout_s: float = 30.0) -> None:
        self._url = url
        self._timeout_s = timeout_s

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A connection in one transaction: commits unless the block raises.

        Raises LedgerUnavailable for everything that is the server's or the network's fault.
        """
        with _translated(), self._pool.connection() as connection:
            yield connection

    @contextmanager
    def session(self) -> Iterator[Connection]:
        """A connection of one's own, autocommitting, for locks that last as long as it does."""
        with (
            _translated(),
            self._impatient.connect(self._url, autocommit=True, **self._options) as connection,
        ):
            yield connection

    @cached_property
    def _pool(self) -> ConnectionPool[Connection]:
        return ConnectionPool(
            self._url,
            connection_class=self._impatient,
            min_size=0,
            max_size=MOST_CONNECTIONS,
            max_idle=IDLE_S,
            timeout=min(self._timeout_s, GIVE_UP_S),
            reconnect_timeout=self._timeout_s,
            kwargs=self._options,
            check=ConnectionPool.check_connection,
            open=True,
        )

    @cached_property
    def _impatient(self) -> type[_Impatient]:
        return type("_Impatient", (_Impatient,), {"patience_s": self._timeout_s + MARGIN_S})

    @property
    def _options(self) -> dict[str, Any]:
        return {
            "row_factory": dict_row,
            "connect_timeout": max(2, int(self._timeout_s)),
            "application_name": "rampart",
            # Days are UTC's, wherever the server stands.
            "options": f"-c statement_timeout={int(self._timeout_s * 1000)} -c timezone=UTC",
            "tcp_user_timeout": int(self._timeout_s * 1000),
        }


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as error:
        raise LedgerUnavailable(str(error).strip()) from error
