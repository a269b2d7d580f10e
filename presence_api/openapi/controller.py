"""`/openapi.json` and `/docs`."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from litestar import Response, get
from litestar.handlers import HTTPRouteHandler

from presence_api.openapi.docs_page import docs_page
from presence_api.promises import promises

_HTML = "text/html"


def document_routes(document: Callable[[], Mapping[str, Any]]) -> Sequence[HTTPRouteHandler]:
    """The routes; the document is made when somebody asks for it first."""
    known = cache(document)

    @get("/openapi.json", sync_to_thread=True, opt=promises(answer=dict[str, Any]))
    def openapi() -> Response[Any]:
        """The document that describes this API."""
        return Response(known())

    @get("/docs", sync_to_thread=True, opt=promises(answer=str, answer_media=(_HTML,)))
    def docs() -> Response[Any]:
        """The same for people."""
        return Response(docs_page(known()), media_type=_HTML)

    return (openapi, docs)
