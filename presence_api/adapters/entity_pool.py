"""Connections to the database of entities' rows, and its errors in our words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from presence_api.adapters.postgres import MARGIN_S, Session
from presence_api.ports.entity_store import EntityMisfit, EntityStoreUnavailable, SearchTooSlow

_IDLE_S: Final = 60.0
_SETTINGS: Final[Mapping[str, str]] = {
    "timezone": "UTC",
    "datestyle": "ISO",
    "extra_float_digits": "1",  # the shortest text that means this float
}


def entity_pool(
    url: str,
    timeout_s: float,
    connections: int,
    settings: Mapping[str, str],
    application: str = "rampart entities",
) -> "ConnectionPool[Session]":
    """A pool that is not open; `timeout_s` bounds making a connection, waiting, each statement."""
    bounds = {"statement_timeout": str(int(timeout_s * 1000))}
    options = {**_SETTINGS, **bounds, **settings}
    kwargs: dict[str, Any] = {
        "autocommit": True,
        "connect_timeout": max(2, int(timeout_s)),
        "application_name": application,
        "options": " ".join(f"-c {name}={value}" for name, value in options.items()),
        "prepare_threshold": None,  # a plan for all values would not know this filter
        "tcp_user_timeout": int(timeout_s * 1000),
    }

    def be_patient(connection: Session) -> None:
        connection.patience_s = timeout_s + MARGIN_S

    return ConnectionPool(
        url,
        connection_class=Session,
        min_size=0,
        max_size=connections,
        max_idle=_IDLE_S,
        timeout=timeout_s,
        reconnect_timeout=timeout_s,
        configure=be_patient,
        check=ConnectionPool.check_connection,
        open=False,
        kwargs=kwargs,
    )


class Pooled:
    """What works through a pool of its own."""

    def __init__(self, pool: "ConnectionPool[Session]") -> None:
        self._pool = pool

    def open(self) -> None:
        """Begin to take connections; none is made before it is needed."""
        self._pool.open()

    def close(self) -> None:
        """Give all connections back."""
        self._pool.close()


@contextmanager
def told() -> Iterator[None]:
    """Errors of the database in the block are ours: too slow, away, or not as the model says."""
    try:
        yield
    except psycopg.errors.QueryCanceled as error:
        raise SearchTooSlow(str(error).strip()) from error
    except (psycopg.OperationalError, psycopg.InterfaceError, PoolTimeout) as error:
        raise EntityStoreUnavailable(str(error).strip()) from error
    except psycopg.Error as error:
        raise EntityMisfit(str(error).strip()) from error


@contextmanager
def translated() -> Iterator[None]:
    """The same where rows are read: a value that cannot be read is not as the model says either."""
    try:
        with told():
            yield
    except ValueError as error:
        raise EntityMisfit(str(error).strip()) from error
