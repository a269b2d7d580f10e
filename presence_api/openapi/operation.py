"""One route as an operation of the document."""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from litestar.handlers import HTTPRouteHandler
from msgspec import Struct

from presence_api.openapi.problems_schema import Problem, problem_answers
from presence_api.openapi.shapes import Shapes
from presence_api.ports.token_verifier import TokenRefused
from presence_api.promises import BINARY, JSON, KEY, HeaderField, Promise

BEARER: Final = "bearer"
_NOTHING: Final = (None, type(None))


class Route(Struct):
    """A route, and what the framework says of it."""

    handler: HTTPRouteHandler
    drafted: Mapping[str, Any]

    @property
    def promise(self) -> Promise:
        """What it promises beside its signature."""
        found = self.handler.opt.get(KEY)
        return found if isinstance(found, Promise) else Promise(())

    @property
    def body(self) -> Any:
        """The type of its body; None: it has none."""
        data = self.handler.parsed_fn_signature.parameters.get("data")
        return self.promise.body if data is None else data.annotation

    @property
    def answer(self) -> Any:
        """The type of its answer; None: it has no body."""
        said = self.promise.answer
        return self.handler.parsed_fn_signature.return_type.annotation if said is None else said

    def types(self) -> Iterator[Any]:
        """All that need a schema."""
        for kind in (self.body, self.answer, *self.promise.also.values()):
            if kind not in _NOTHING:
                yield kind

    def refused(self) -> Iterator[int]:
        """Statuses that the framework may answer with before the route is asked."""
        read = "data" in self.handler.parsed_fn_signature.parameters
        if read or any(one["in"] == "query" for one in self.drafted.get("parameters", ())):
            yield HTTPStatus.BAD_REQUEST
        if self.body is not None:
            yield HTTPStatus.REQUEST_ENTITY_TOO_LARGE


def operation(route: Route, shapes: Shapes) -> dict[str, Any]:
    """The whole of it."""
    promise = route.promise
    summary, _, more = str(route.drafted.get("description", "")).partition("\n")
    fields = [_header(one) for one in promise.takes]
    parameters = [*map(_parameter, route.drafted.get("parameters", ())), *fields]
    found: dict[str, Any] = {
        "operationId": route.handler.handler_name,
        "tags": [route.handler.fn.__module__.split(".")[1]],
        "summary": summary,
        "description": more.strip(),
        "parameters": parameters,
        "requestBody": _body(route, shapes),
        "responses": _answers(route, shapes),
        "security": [{BEARER: []}] if TokenRefused in promise.raises else [],
    }
    return {key: value for key, value in found.items() if value or key == "security"}


def _parameter(drafted: Mapping[str, Any]) -> dict[str, Any]:
    """A value in an address is never null: what may be left out is left out."""
    schema = dict(drafted["schema"])
    alternatives = [one for one in schema.pop("oneOf", ()) if one != {"type": "null"}]
    known = {key: drafted[key] for key in ("name", "in", "required")}
    return {**known, "schema": alternatives[0] if alternatives else schema}


def _header(one: HeaderField) -> dict[str, Any]:
    known = {"name": one.name, "in": "header", "required": False}
    form = {"pattern": one.pattern} if one.pattern else {}
    return {**known, "description": one.meaning, "schema": {"type": "string", **form}}


def _body(route: Route, shapes: Shapes) -> dict[str, Any]:
    if route.body is None:
        return {}
    schema = shapes.of(route.body)
    return {"required": True, "content": {kind: {"schema": schema} for kind in route.promise.media}}


def _answers(route: Route, shapes: Shapes) -> dict[str, Any]:
    promise = route.promise
    gives = {one.name: {"description": one.meaning, "schema": {"type": "string"}}
             for one in promise.gives}  # fmt: skip
    good = {route.handler.status_code: route.answer, **promise.also}
    found = {}
    for status, kind in good.items():
        media = (JSON,) if status in promise.also else promise.answer_media
        content = {"content": _content(kind, media, shapes)} if kind not in _NOTHING else {}
        headers = {"headers": gives} if gives else {}
        found[status] = {"description": HTTPStatus(status).phrase, **headers, **content}
    bad = problem_answers(promise.raises, tuple(route.refused()), shapes.of(Problem))
    return {str(status): one for status, one in sorted({**bad, **found}.items())}


def _content(kind: Any, media: Sequence[str], shapes: Shapes) -> dict[str, Any]:
    """Of bytes a schema says nothing."""
    schema, text = shapes.of(kind), {"type": "string"}
    known: dict[str, Any] = {JSON: schema} | {one: {} for one in BINARY}
    return {one: {"schema": known.get(one, text)} for one in media}
