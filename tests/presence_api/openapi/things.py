"""Some routes of a small API."""

from typing import Annotated, Any

from litestar import Request, Response, get, post, put
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from msgspec import Struct

from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.search.cursor import CursorRefused
from presence_api.ports.token_verifier import KeysUnavailable, TokenRefused
from presence_api.promises import ARROW, ETAG, IF_MATCH, JSON, promises


class Thing(Struct):
    """A thing."""

    name: str


class Renamed(Struct, forbid_unknown_fields=True):
    """A new name for a thing."""

    name: str


@get("/things", sync_to_thread=False, opt=promises(CursorRefused))
def things(
    kind: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=9)] = 5,
) -> list[Thing]:
    """All things.

    By their names.
    """
    del kind, limit
    return []


@post("/things", opt=promises(TokenRefused, KeysUnavailable))
async def make(data: JSONBody[Renamed]) -> Thing:
    """Make a thing."""
    return Thing(data.name)


@put(
    "/things/{name:str}",
    opt=promises(
        InstanceUnknown,
        body=Renamed,
        media=("application/merge-patch+json", "application/json"),
        answer=Thing,
        answer_media=(JSON, "text/csv", ARROW),
        takes=(IF_MATCH,),
        gives=(ETAG,),
        also={202: Thing, 204: None},
    ),
)
async def rename(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[Any]:
    """Call a thing by another name."""
    del request, name
    return Response({})


@get("/hidden", include_in_schema=False, sync_to_thread=False)
def hidden() -> None:
    """Nobody's business."""


ROUTES: list[HTTPRouteHandler] = [things, make, rename, hidden]
