"""`/admin/presence`: for operators alone, who show the token of a file that no tenant has."""

import hmac
from collections.abc import Sequence
from typing import Annotated, Any

from litestar import Request, delete, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromQuery, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED
from msgspec import Struct

from metamodel.kernel.errors import RampartError
from presence_api.live.admin.overview import (
    ConnectionLine,
    InstanceLine,
    MemberLine,
    Overview,
    RoomLine,
)
from presence_api.live.controller import bearer
from presence_api.ports.token_verifier import TokenRefused
from presence_api.promises import promises

_ROOT = "/admin/presence"
_MOST = 1000
_PROMISED = promises(TokenRefused)
Limit = Annotated[int, QueryParameter(ge=1, le=_MOST)]


class RoomEmpty(RampartError):
    """Nobody of this instance is in that room."""

    code = "PRE-007"
    hint = "`rampart presence inspect` lists the rooms; the other instances have their own."


class Ended(Struct):
    """How many connections were ended."""

    ended: int


def admin_routes(overview: Overview, secret: bytes) -> Sequence[HTTPRouteHandler]:
    """The routes, for whoever shows `secret` as a bearer token."""

    def admitted(request: Request[Any, Any, Any]) -> None:
        shown = bearer(request.headers.get("authorization", "")).encode()
        if not hmac.compare_digest(shown, secret):
            raise TokenRefused("this is not the operators' token")

    @get(_ROOT, sync_to_thread=False, opt=_PROMISED)
    def instance(request: Request[Any, Any, Any]) -> InstanceLine:
        """How this instance stands."""
        admitted(request)
        return overview.instance()

    @get(f"{_ROOT}/rooms", sync_to_thread=False, opt=_PROMISED)
    def rooms(
        request: Request[Any, Any, Any], tenant: FromQuery[str | None] = None, limit: Limit = 100
    ) -> list[RoomLine]:
        """Rooms, those with most connections first."""
        admitted(request)
        return overview.rooms(tenant, limit)

    @get(f"{_ROOT}/members", sync_to_thread=False, opt=promises(TokenRefused, RoomEmpty))
    def members(
        request: Request[Any, Any, Any], tenant: FromQuery[str], room: FromQuery[str]
    ) -> list[MemberLine]:
        """Who is in a room."""
        admitted(request)
        found = overview.members(tenant, room)
        if found is None:
            raise RoomEmpty(f"{room} of {tenant}")
        return found

    @get(f"{_ROOT}/connections", sync_to_thread=False, opt=_PROMISED)
    def connections(
        request: Request[Any, Any, Any],
        tenant: FromQuery[str | None] = None,
        user: FromQuery[str | None] = None,
        limit: Limit = 100,
    ) -> list[ConnectionLine]:
        """Open connections, the oldest first."""
        admitted(request)
        return overview.connections(tenant, user, limit)

    @delete(f"{_ROOT}/connections", status_code=HTTP_200_OK, sync_to_thread=False, opt=_PROMISED)
    def evict(
        request: Request[Any, Any, Any], tenant: FromQuery[str], user: FromQuery[str]
    ) -> Ended:
        """End all connections of a user."""
        admitted(request)
        return Ended(overview.evict(tenant, user))

    @post(f"{_ROOT}/drain", status_code=HTTP_202_ACCEPTED, sync_to_thread=False, opt=_PROMISED)
    def drain(request: Request[Any, Any, Any]) -> InstanceLine:
        """Let nobody in, and ask everybody to come back elsewhere."""
        admitted(request)
        overview.drain()
        return overview.instance()

    return (instance, rooms, members, connections, evict, drain)
