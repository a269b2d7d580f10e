"""A route says which errors it may answer with, so that the document of the API can."""

from collections.abc import Iterator

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from presence_api.problems import status_of
from presence_api.promises import KEY, Promise

MAY_BE_HIDDEN = "/pages"
"""Files are no API."""


def promise_faults(app: Litestar) -> list[str]:
    """Routes that promise nothing, errors that no status is known of, and hidden routes."""
    return sorted(
        f"{method} {path} {fault}"
        for path, method, handler in _handlers(app)
        for fault in _faults(path, handler)
    )


def undocumented(app: Litestar, paths: frozenset[str]) -> list[str]:
    """Paths of the app that a document does not have."""
    return sorted({path for path, _, handler in _handlers(app) if _shown(handler)} - paths)


def _handlers(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                if method != "OPTIONS":
                    yield route.path_format, method, handler


def _shown(handler: HTTPRouteHandler) -> bool:
    return bool(handler.resolve_include_in_schema())


def _faults(path: str, handler: HTTPRouteHandler) -> Iterator[str]:
    if not _shown(handler):
        if not path.startswith(MAY_BE_HIDDEN):
            yield "is hidden from the document"
        return
    promise = handler.opt.get(KEY)
    if not isinstance(promise, Promise):
        yield "promises nothing: `opt=promises(...)`"
        return
    for error in promise.raises:
        if status_of(error) is None:
            yield f"promises {error.__name__}, which has no status in presence_api/problems.py"
