"""Requests as no client would send them: paths and fields as bytes, bodies of anything."""

import asyncio
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote, unquote

from litestar import Litestar

from presence_api.json_body import JSON, MERGE_PATCH
from presence_api.middleware.asgi import BODY
from tests.fakes.asgi import Answer

PROBLEM: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is encoded already; `template` is what the document calls it."""

    method: str
    template: str
    path: str
    body: Any = None
    fields: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, method: str, template: str, body: Any = None, **parts: str) -> "Request":
        """To a template's path with these parts in it."""
        path = re.sub(r"{(\w+)}", lambda found: encoded(parts[found[1]]), template)
        return cls(method, template, path, body)


def encoded(text: str) -> str:
    """As a part of a path or a query, whatever it is."""
    return quote(text.encode(errors="surrogatepass"), safe="")


def answers(app: Litestar, fields: Mapping[str, str], asked: Iterable[Request]) -> list[Answer]:
    """Of each request, one after the other."""

    async def all_of_them() -> list[Answer]:
        return [await _answer(app, fields, one) for one in asked]

    return asyncio.run(all_of_them())


async def _answer(app: Litestar, fields: Mapping[str, str], asked: Request) -> Answer:
    kind = MERGE_PATCH if asked.method == "PATCH" else JSON
    said = {"host": "localhost", "content-type": kind, **fields, **asked.fields}
    path, _, query = asked.path.partition("?")
    body = b"" if asked.body is None else json.dumps(asked.body).encode()
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": asked.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [
            (name.encode(), value.encode("latin-1", errors="replace"))
            for name, value in said.items()
        ],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    answer, gone = Answer(), asyncio.Event()
    sent = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Any:
        if sent:
            return sent.pop()
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        answer.take(message)
        if message["type"] == BODY and not message.get("more_body", False):
            gone.set()

    await app(scope, receive, send)  # type: ignore[arg-type]  # a scope is a plain mapping
    return answer
