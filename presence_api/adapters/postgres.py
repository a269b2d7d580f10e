"""A session on Postgres with a limit on every wait, and its errors in our words."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, Final, LiteralString

import psycopg
from psycopg.abc import RV, Params, PQGen
from psycopg.pq import TransactionStatus

from presence_api.ports.outbox import OutboxUnavailable

MARGIN_S: Final = 2.0  # for the server to end a statement itself, and say so
_ALIVE_S: Final = 5
_KEEPALIVES: Final = 3
_NONE: Final[Mapping[str, object]] = MappingProxyType({})


class Session(psycopg.Connection[tuple[Any, ...]]):
    """A connection that gives up on a server that hangs: its kernel still says it lives.

    `ask` and `wait_told` raise OutboxUnavailable for every fault of server or network.
    """

    patience_s: float = 30.0

    def ask(
        self, query: LiteralString, values: Params = (), *, binary: bool = False
    ) -> psycopg.Cursor[tuple[Any, ...]]:
        """Execute one statement; its answer has arrived."""
        with _translated():
            return self.cursor(binary=binary).execute(query, values)

    def wait_told(self, timeout_s: float) -> None:
        """Return at a notification, or after `timeout_s`; what came meanwhile is forgotten."""
        with _translated():
            for _ in self.notifies(timeout=timeout_s, stop_after=1):
                pass

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        try:
            return super().wait(gen, interval, self.patience_s if timeout is None else timeout)
        except psycopg.OperationalError as error:
            if self.info.transaction_status is not TransactionStatus.ACTIVE:
                raise
            self.close()  # half of an answer may still come: nobody may read it as the next one
            raise psycopg.OperationalError(f"no answer within {self.patience_s:.1f} s") from error


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        raise OutboxUnavailable(str(error).strip()) from error


@contextmanager
def session(
    url: str, timeout_s: float, application: str, settings: Mapping[str, object] = _NONE
) -> Iterator[Session]:
    """A connection of one's own, autocommitting, for locks that last as long as it does.

    Both sides find out within seconds that the other has gone, so that neither holds a lock that
    it does not know of. Raises OutboxUnavailable for every fault of server or network.
    """
    keepalives: dict[str, Any] = {
        "idle": _ALIVE_S,
        "interval": _ALIVE_S,
        "count": _KEEPALIVES,
    }
    ours: dict[str, object] = {
        **settings,
        "statement_timeout": int(timeout_s * 1000),
        "tcp_user_timeout": int(timeout_s * 1000),
        **{f"tcp_keepalives_{name}": value for name, value in keepalives.items()},
        "timezone": "UTC",
    }
    with (
        _translated(),
        Session.connect(
            url,
            autocommit=True,
            connect_timeout=max(2, int(timeout_s)),
            application_name=application,
            options=" ".join(f"-c {name}={value}" for name, value in ours.items()),
            tcp_user_timeout=int(timeout_s * 1000),
            **{f"keepalives_{name}": value for name, value in keepalives.items()},
        ) as connection,
    ):
        connection.patience_s = timeout_s + MARGIN_S
        yield connection
