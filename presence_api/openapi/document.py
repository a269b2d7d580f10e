"""The document of some routes."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.routes import HTTPRoute

from presence_api.openapi.operation import BEARER, Route, operation
from presence_api.openapi.problems_schema import Problem
from presence_api.openapi.shapes import Shapes

VERSION: Final = "1.0.0"
_INFO: Final = {
    "title": "Rampart",
    "version": VERSION,
    "description": (
        "Entities, reports, locks and presence for browsers. Every error is a problem (RFC 9457)"
        " whose `type` leads to a page about it. A 409 shows the row as it is now: show it to the"
        " user, and never repeat the change without them."
    ),
}
_SECURITY: Final = {
    BEARER: {"type": "http", "scheme": "bearer", "description": "A token of the issuer's, a JWT."}
}


def document(routes: Sequence[Any]) -> dict[str, Any]:
    """OpenAPI 3.1 of the routes that speak HTTP and are meant to be seen."""
    config = OpenAPIConfig(
        title=_INFO["title"],
        version=VERSION,
        use_handler_docstrings=True,
        operation_id_creator=lambda handler, *_: handler.handler_name,
    )
    app = Litestar(list(routes), openapi_config=config, logging_config=None)
    drafted = app.openapi_schema.to_schema()["paths"]
    found = [
        (path, method, Route(handler, drafted[path][method]))
        for path, method, handler in _handlers(app)
        if method in drafted.get(path, {})
    ]
    shapes = Shapes([Problem, *(kind for *_, route in found for kind in route.types())])
    paths: dict[str, Any] = {}
    for path, method, route in sorted(found, key=lambda one: one[:2]):
        paths.setdefault(path, {})[method] = operation(route, shapes)
    components = {"schemas": shapes.components, "securitySchemes": _SECURITY}
    return {"openapi": "3.1.0", "info": _INFO, "paths": paths, "components": components}


def _handlers(app: Litestar) -> Iterator[tuple[str, str, HTTPRouteHandler]]:
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            for method, (handler, _) in route.route_handler_map.items():
                yield route.path_format, method.lower(), handler
