"""Presence over HTTP: tickets for a WebSocket, and locks for those who have none."""

from collections.abc import Sequence
from typing import Annotated, Any

import anyio
from litestar import Request, delete, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED
from msgspec import Meta, Struct

from presence_api.live.live import Live
from presence_api.live.lock_desk import (
    EntityUnknown,
    HeldLock,
    LockDesk,
    LockHeld,
    LockNotHeld,
)
from presence_api.live.lock_terms import InstanceChanging
from presence_api.live.rooms.address import RoomAddress
from presence_api.live.rooms.messages import PROTOCOL
from presence_api.live.rooms.person import Person
from presence_api.live.tickets import PREFIX, Admission
from presence_api.ports.fence_epochs import EpochsUnavailable
from presence_api.ports.lock_table import LocksUnavailable
from presence_api.ports.mutations import MutationsUnavailable
from presence_api.ports.served_models import ModelsUnknown
from presence_api.ports.token_verifier import (
    UNBELIEVED,
    Claims,
    TokenRefused,
    TokenVerifier,
)
from presence_api.ports.write_guard import LockTokenRefused
from presence_api.promises import LOCK_TOKEN, promises

_DESK = (*UNBELIEVED, ModelsUnknown, EntityUnknown, LocksUnavailable)


class TicketRequest(Struct, forbid_unknown_fields=True):
    """What may be asked for beside a ticket."""

    resume: Annotated[str, Meta(description="From WELCOME: come back as that connection.")] = ""


class TicketIssued(Struct):
    """A ticket, and how it is handed over."""

    ticket: str
    protocols: Annotated[
        tuple[str, str], Meta(description="Subprotocols to open the WebSocket with.")
    ]


def ticket_route(live: Live, verifier: TokenVerifier) -> HTTPRouteHandler:
    """The route."""

    @post(
        "/api/v1/ws/ticket",
        status_code=HTTP_201_CREATED,
        sync_to_thread=True,
        opt=promises(*UNBELIEVED),
    )
    def ticket(request: Request[Any, Any, Any], data: JSONBody[TicketRequest]) -> TicketIssued:
        """Trade a token for a ticket that opens one WebSocket within 30 s."""
        claims = verifier.verify(bearer(request.headers.get("authorization", "")))
        person = _person(claims)
        tickets = live.door.tickets
        resumes = tickets.resumed(data.resume, person) if data.resume else None
        text = tickets.issue(Admission(person, claims.ends_at, resumes))
        return TicketIssued(text, (PROTOCOL, PREFIX + text))

    return ticket


class LockWanted(Struct, forbid_unknown_fields=True):
    """How much is dared."""

    takeover: bool = False  # also from whom the policy lets one take it


_LOCK = "/api/v1/entities/{entity:str}/{id:str}/lock"
_TOKEN_HEADER = "lock-token"  # noqa: S105 - a header's name


def lock_routes(desk: LockDesk, verifier: TokenVerifier) -> Sequence[HTTPRouteHandler]:
    """The lock of one instance: taken, prolonged and let go."""

    async def who(request: Request[Any, Any, Any]) -> Person:
        token = bearer(request.headers.get("authorization", ""))
        return _person(await anyio.to_thread.run_sync(verifier.verify, token))

    @post(
        _LOCK,
        status_code=HTTP_201_CREATED,
        opt=promises(*_DESK, LockHeld, InstanceChanging, MutationsUnavailable, EpochsUnavailable),
    )
    async def acquire(
        request: Request[Any, Any, Any],
        entity: FromPath[str],
        id: FromPath[str],  # noqa: A002 - the path's name for it
        data: JSONBody[LockWanted],
    ) -> HeldLock:
        """Hold an instance for a while; 423 says who holds it already."""
        room = RoomAddress(entity, id)
        return await desk.acquire(await who(request), room, take_over=data.takeover)

    @put(_LOCK, opt=promises(*_DESK, LockTokenRefused, LockNotHeld, takes=(LOCK_TOKEN,)))
    async def prolong(
        request: Request[Any, Any, Any],
        entity: FromPath[str],
        id: FromPath[str],  # noqa: A002 - the path's name for it
    ) -> HeldLock:
        """Hold it for longer; the answer's token replaces the one that was shown."""
        token = request.headers.get(_TOKEN_HEADER, "")
        return await desk.prolong(await who(request), RoomAddress(entity, id), token)

    @delete(_LOCK, opt=promises(*_DESK, LockTokenRefused, LockNotHeld, takes=(LOCK_TOKEN,)))
    async def release(
        request: Request[Any, Any, Any],
        entity: FromPath[str],
        id: FromPath[str],  # noqa: A002 - the path's name for it
    ) -> None:
        """Let it go."""
        token = request.headers.get(_TOKEN_HEADER, "")
        await desk.release(await who(request), RoomAddress(entity, id), token)

    return (acquire, prolong, release)


def bearer(field: str) -> str:
    """The token of an `Authorization` field. Raises TokenRefused."""
    scheme, _, token = field.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused("no bearer token was sent")
    return token.strip()


def _person(claims: Claims) -> Person:
    return Person(claims.subject, claims.name, claims.tenant)
