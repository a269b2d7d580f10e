"""`POST /api/v1/ws/ticket`: a token becomes a ticket for one WebSocket."""

from typing import Annotated, Any

from litestar import Request, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody
from litestar.status_codes import HTTP_201_CREATED
from msgspec import Meta, Struct

from presence_api.live.live import Live
from presence_api.live.rooms.messages import PROTOCOL
from presence_api.live.rooms.person import Person
from presence_api.live.tickets import PREFIX, Admission
from presence_api.ports.token_verifier import Claims, TokenRefused, TokenVerifier


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

    @post("/api/v1/ws/ticket", status_code=HTTP_201_CREATED, sync_to_thread=True)
    def ticket(request: Request[Any, Any, Any], data: JSONBody[TicketRequest]) -> TicketIssued:
        """Trade a token for a ticket that opens one WebSocket within 30 s."""
        claims = verifier.verify(bearer(request.headers.get("authorization", "")))
        person = _person(claims)
        tickets = live.door.tickets
        resumes = tickets.resumed(data.resume, person) if data.resume else None
        text = tickets.issue(Admission(person, claims.ends_at, resumes))
        return TicketIssued(text, (PROTOCOL, PREFIX + text))

    return ticket


def bearer(field: str) -> str:
    """The token of an `Authorization` field. Raises TokenRefused."""
    scheme, _, token = field.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused("no bearer token was sent")
    return token.strip()


def _person(claims: Claims) -> Person:
    return Person(claims.subject, claims.name, claims.tenant)
