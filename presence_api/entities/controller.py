"""Entities over HTTP: described, searched, read, and changed with `If-Match`."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from litestar import Request, Response, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED

from presence_api.entities.answers import (
    ChangedRow,
    EntityDescription,
    EntityList,
    RowPage,
    SearchWanted,
    ShownRow,
)
from presence_api.entities.catalogue.view import EntityForbidden, EntityNotServed
from presence_api.entities.descriptions import description, summary
from presence_api.entities.faults import RequestInvalid
from presence_api.entities.instance import InstanceUnknown
from presence_api.entities.search.cursor import CursorRefused
from presence_api.entities.search.reader import Row
from presence_api.entities.service import EntityService
from presence_api.entities.writing.patching import (
    Editor,
    PatchWanted,
    RowChanging,
    RowHeld,
    VersionConflict,
    VersionMissing,
)
from presence_api.entities.writing.repeats import IdempotencyKeyRefused, idempotency_key
from presence_api.json_body import (
    JSON,
    MERGE_PATCH,
    UNREAD,
    sent_json,
)
from presence_api.ports.entity_store import EntityStoreUnavailable, SearchTooSlow
from presence_api.ports.row_writer import KeyReused, ValueRefused
from presence_api.ports.served_models import ModelsUnknown
from presence_api.ports.token_verifier import UNBELIEVED
from presence_api.ports.write_guard import FenceOvertaken, LockTokenRefused
from presence_api.promises import (
    ETAG,
    IDEMPOTENCY_KEY,
    IDEMPOTENCY_REPLAYED,
    IF_MATCH,
    IF_NONE_MATCH,
    LOCK_TOKEN,
    promises,
)
from presence_api.threads import elsewhere

Asking = Request[Any, Any, Any]
WhoAsks = Callable[[Asking], Editor]
"""By the request's token. Raises TokenRefused, KeysUnavailable."""
_ENTITY: Final = "/api/v1/entities/{entity:str}"
_MODEL: Final = "/api/v1/meta/entities"
_ETAG: Final = re.compile(r'"v([0-9]{1,19})"')
NO_VERSION: Final = -1
"""Of an `If-Match` that is none of our ETags: no row has it."""
_MODELS: Final = (*UNBELIEVED, ModelsUnknown)
_SEEN: Final = (*_MODELS, EntityNotServed, EntityForbidden)
_BODY: Final = (*UNREAD, RequestInvalid)
_STORE: Final = (EntityStoreUnavailable, SearchTooSlow)
_SEARCH: Final = promises(
    *(*_SEEN, *_BODY, *_STORE, CursorRefused), body=SearchWanted, answer=RowPage
)
_READ: Final = promises(
    *(*_SEEN, *_STORE, InstanceUnknown),
    answer=ShownRow,
    takes=(IF_NONE_MATCH,),
    gives=(ETAG,),
    also={HTTP_304_NOT_MODIFIED: None},
)
_REFUSED: Final = (
    *(VersionMissing, VersionConflict, RowChanging, RowHeld),
    *(LockTokenRefused, FenceOvertaken, ValueRefused, KeyReused, IdempotencyKeyRefused),
)
_CHANGE: Final = promises(
    *(*_SEEN, *_BODY, *_STORE, InstanceUnknown, *_REFUSED),
    body=dict[str, Any],
    media=(MERGE_PATCH, JSON),
    answer=ChangedRow,
    takes=(IF_MATCH, LOCK_TOKEN, IDEMPOTENCY_KEY),
    gives=(ETAG, IDEMPOTENCY_REPLAYED),
)


def entity_routes(service: EntityService, who: WhoAsks) -> Sequence[HTTPRouteHandler]:
    """The routes; `who` and the service wait, so they are asked from worker threads."""

    @get(_MODEL, opt=promises(*_MODELS, answer=EntityList))
    async def entities(request: Asking) -> Response[Any]:
        """All entities that the caller may see anything of."""

        def work() -> list[dict[str, Any]]:
            return [summary(one) for one in service.views(who(request).caller)]

        return Response({"entities": await elsewhere(work)})

    @get(f"{_MODEL}/{{entity:str}}", opt=promises(*_SEEN, answer=EntityDescription))
    async def entity_description(request: Asking, entity: FromPath[str]) -> Response[Any]:
        """One entity: its key, and every attribute that the caller may read."""

        def work() -> dict[str, Any]:
            return description(service.view(who(request).caller, entity))

        return Response(await elsewhere(work))

    @post(f"{_ENTITY}/search", status_code=HTTP_200_OK, opt=_SEARCH)
    async def search(request: Asking, entity: FromPath[str]) -> Response[Any]:
        """A page of rows, and the cursor of the next."""
        body = await sent_json(request)

        def work() -> dict[str, Any]:
            page = service.search(who(request).caller, entity, body)
            return {"rows": [shown(row) for row in page.rows], "next": page.next}

        return Response(await elsewhere(work))

    @get(f"{_ENTITY}/{{id:str}}", opt=_READ)
    async def row(
        request: Asking,
        entity: FromPath[str],
        id: FromPath[str],  # noqa: A002 - the path's name for it
    ) -> Response[Any]:
        """One row, with its version as ETag; 304 if it is the one of `If-None-Match`."""
        found = await elsewhere(lambda: service.get(who(request).caller, entity, id))
        tags = _tags(found.version)
        if tags.get("etag") and request.headers.get("if-none-match") == tags["etag"]:
            return Response(None, status_code=HTTP_304_NOT_MODIFIED, headers=tags)
        return Response(shown(found), headers=tags)

    @patch(f"{_ENTITY}/{{id:str}}", opt=_CHANGE)
    async def change(
        request: Asking,
        entity: FromPath[str],
        id: FromPath[str],  # noqa: A002 - the path's name for it
    ) -> Response[Any]:
        """Apply a JSON merge patch to the version that `If-Match` names."""
        body = await sent_json(request, (MERGE_PATCH, JSON))
        wanted = PatchWanted(
            id,
            body,
            version_of(request.headers.get("if-match")),
            request.headers.get("lock-token"),
            idempotency_key(request.headers.get("idempotency-key")),
        )
        found = await elsewhere(lambda: service.patch(who(request), entity, wanted))
        seen = found.row or Row(id, found.version, None, {})
        locks = {} if found.locks_known else {"lock": "unknown"}
        again = {"idempotency-replayed": "true"} if found.repeated else {}
        return Response({**shown(seen), **locks}, headers=_tags(seen.version) | again)

    return (entities, entity_description, search, row, change)


def shown(row: Row) -> dict[str, Any]:
    """A row as JSON: its values, and beside them what is known of it."""
    known = {"_version": row.version, "_updated_at": row.updated_at}
    return {"_id": row.id, **known, **row.values}


def version_of(if_match: str | None) -> int | None:
    """The version that a change was made from; None if it does not say."""
    if if_match is None:
        return None
    found = _ETAG.fullmatch(if_match.strip())
    return int(found.group(1)) if found else NO_VERSION


def _tags(version: int | None) -> dict[str, str]:
    """`no-cache`: kept by whoever likes, and asked for again each time."""
    return {"cache-control": "private, no-cache"} | ({"etag": f'"v{version}"'} if version else {})
