"""The least that answers the same: one statement each, its JSON made by the database.

As PostgREST does it, without tokens, policies, validation, cursors that are signed, or events:
`python -m ops.bench.http.minimal DATABASE_URL PORT`.
"""

import json
import sys
from collections.abc import Awaitable, Callable
from typing import Any, Final

import uvicorn
from psycopg_pool import AsyncConnectionPool

from ops.bench.http.million import TENANT

_PAGE: Final = """
SELECT coalesce(json_agg(found), '[]')::text FROM (
    SELECT id, kind, name, amount, made, version, updated_at FROM public.item
    WHERE tenant_id = %s AND made >= %s AND (made, id) > (%s, %s)
    ORDER BY made, id LIMIT %s
) AS found
"""
_CHANGE: Final = """
UPDATE public.item SET amount = %s, version = version + 1, updated_at = now()
WHERE id = %s AND tenant_id = %s AND version = %s RETURNING row_to_json(item)::text
"""
_FIRST: Final = ("0001-01-01", 0)
Message = dict[str, Any]


def app(database_url: str) -> Callable[..., Awaitable[None]]:
    """An ASGI app over a pool of the same size as ours."""
    pool = AsyncConnectionPool(database_url, min_size=1, max_size=8, open=False)

    async def answer(
        scope: Message,
        receive: Callable[[], Awaitable[Message]],
        send: Callable[[Message], Awaitable[None]],
    ) -> None:
        if scope["type"] == "lifespan":
            await _live(pool, receive, send)
            return
        message = await receive()
        found = await _asked(pool, scope, message.get("body", b""))
        status, body = (200, found.encode()) if found is not None else (409, b"{}")
        fields = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": fields})
        await send({"type": "http.response.body", "body": body})

    return answer


async def _asked(pool: AsyncConnectionPool[Any], scope: Message, body: bytes) -> str | None:
    said = json.loads(body or b"{}")
    if scope["method"] == "POST":
        since, after = said["since"], said.get("after", _FIRST)
        text, values = _PAGE, (TENANT, since, *after, said["limit"])
    elif scope["method"] == "PATCH":
        one = int(scope["path"].rpartition("/")[2])
        text, values = _CHANGE, (said["amount"], one, TENANT, said["version"])
    else:
        return "{}"
    async with pool.connection() as connection:
        row = await (await connection.execute(text, values)).fetchone()
    return None if row is None else str(row[0])


async def _live(
    pool: AsyncConnectionPool[Any],
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    await receive()
    await pool.open()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await pool.close()
    await send({"type": "lifespan.shutdown.complete"})


if __name__ == "__main__":
    url, port = sys.argv[1:]
    uvicorn.run(app(url), port=int(port), log_level="warning", access_log=False)
