"""A client of the presence service, for people at the command line."""

import json
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx
import jwt
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from presence_api.live_service import admin_secret
from presence_api.settings import Settings

_TIMEOUT_S: Final = 10.0


class NoSecret(RampartError):
    """A token cannot be made or shown here: its secret is kept elsewhere."""

    code = "PRE-004"
    hint = (
        "Get a token from its issuer; RAMPART_JWT_SECRET_FILE lets one sign here, and"
        " RAMPART_PRESENCE_ADMIN_FILE is what operators show."
    )
    exit_code = 2


class PresenceRefused(RampartError):
    """The presence service does not answer, or did not let this client in."""

    code = "PRE-005"
    hint = "`rampart stack status` says whether `presence` is ready; its log says whom it refused."
    exit_code = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom a token is for."""

    user: str
    tenant: str
    name: str = ""
    groups: tuple[str, ...] = ()


def sign_token(settings: Settings, who: Identity, clock: Clock, minutes: float) -> str:
    """A token of that person, as the settings say tokens look. Raises NoSecret."""
    if settings.jwt_secret_file is None:
        raise NoSecret("RAMPART_JWT_SECRET_FILE is not set")
    now = int(clock.now().timestamp())
    claims: dict[str, Any] = {
        "sub": who.user,
        settings.jwt_tenant_claim: who.tenant,
        settings.jwt_name_claim: who.name or who.user,
        settings.jwt_groups_claim: list(who.groups),
        "iat": now,
        "exp": now + int(minutes * 60),
    }
    named = {"iss": settings.jwt_issuer, "aud": settings.jwt_audience}
    claims |= {claim: value for claim, value in named.items() if value}
    return jwt.encode(claims, settings.jwt_secret_file.read_text().strip(), "HS256")


class Follower:
    """An open connection that says what it is told to, and hears everything."""

    def __init__(self, url: str, connection: ClientConnection) -> None:
        self._url, self._connection = url, connection

    def say(self, op: str, **fields: Any) -> None:
        """Send one message."""
        self._connection.send(json.dumps({"op": op, **fields}))

    def hear(self) -> Iterator[str]:
        """Every message until the service ends the connection. Raises PresenceRefused then."""
        try:
            for message in self._connection:
                yield message if isinstance(message, str) else message.decode()
        except ConnectionClosed:
            pass
        code, reason = self._connection.close_code, self._connection.close_reason
        raise PresenceRefused(self._url, f"ended with {code} {reason}".rstrip())


def following(url: str, token: str) -> AbstractContextManager[Follower]:
    """A connection of whose token it is, until the block ends. Raises PresenceRefused."""
    return admitted(url, ticket_protocols(url, token))


@contextmanager
def admitted(url: str, protocols: Sequence[str]) -> Iterator[Follower]:
    """A connection by a ticket, until the block ends. Raises PresenceRefused."""
    url = url.rstrip("/")
    with ExitStack() as opened:
        try:
            opening = connect(
                url.replace("http", "ws", 1) + "/ws/presence",
                subprotocols=[Subprotocol(item) for item in protocols],
                origin=Origin(url),
                open_timeout=_TIMEOUT_S,
                close_timeout=_TIMEOUT_S,
                proxy=None,
            )
            connection = opened.enter_context(opening)
        except (OSError, TimeoutError, WebSocketException) as error:
            raise PresenceRefused(url, str(error)) from error
        yield Follower(url, connection)


class Operator:
    """Asks `/admin/presence` of an instance."""

    def __init__(self, url: str, token: str) -> None:
        self._root = f"{url.rstrip('/')}/admin/presence"
        self._headers = {"authorization": f"Bearer {token}"}

    @classmethod
    def of(cls, settings: Settings) -> "Operator":
        """Where the settings say, with the token of their file. Raises NoSecret, KeyUnusable."""
        secret = admin_secret(settings)
        if secret is None:
            raise NoSecret("RAMPART_PRESENCE_ADMIN_FILE is not set")
        return cls(settings.presence_url, secret.decode())

    def ask(self, method: str, what: str = "", **asked: Any) -> Any:
        """What it answers. Raises PresenceRefused."""
        url = f"{self._root}/{what}".rstrip("/")
        answer = _answered(method, url, params=asked, headers=self._headers)
        return answer.json()


def ticket_protocols(url: str, token: str) -> list[str]:
    """What to offer for one connection, a ticket among it. Raises PresenceRefused."""
    url = url.rstrip("/")
    headers = {"authorization": f"Bearer {token}"}
    answer = _answered("POST", f"{url}/api/v1/ws/ticket", json={}, headers=headers)
    protocols: list[str] = answer.json()["protocols"]
    return protocols


def _answered(method: str, url: str, **asked: Any) -> httpx.Response:
    try:
        answer = httpx.request(method, url, timeout=_TIMEOUT_S, **asked)
    except httpx.HTTPError as error:
        raise PresenceRefused(url, str(error)) from error
    if not answer.is_success:
        raise PresenceRefused(url, f"{answer.status_code} {answer.text}")
    return answer
