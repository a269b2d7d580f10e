"""The API does what its document says, whatever it is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from litestar import Litestar, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.testing import TestClient

from presence_api.entities.catalogue.view import EntityNotServed
from presence_api.promises import promises
from tests.presence_api.api_world import BEARER, ApiWorld
from tests.presence_api.conformance import Conformance

PROMISED = promises(answer=dict[str, int])


def document_of(app: Litestar) -> dict[str, Any]:
    with TestClient(app) as client:
        found: dict[str, Any] = client.get("/openapi.json").json()
    return found


def test_every_answer_is_one_that_the_document_has() -> None:
    app = ApiWorld().app()
    asked = Conformance(app, BEARER)
    asked.ask(document_of(app))
    assert asked.failures == {}
    change = "PATCH /api/v1/entities/{entity}/{id}"
    assert {status for label, status in asked.statuses if label == change} >= {200, 404}
    assert len({label for label, _ in asked.statuses}) > 20


def answers_nothing_promised() -> Response[Any]:
    """A status that nobody promised."""
    return Response({"a": 1}, status_code=409)


def answers_something_else() -> Response[Any]:
    """A body of another shape."""
    return Response({"a": "one"})


def answers_as_text() -> Response[Any]:
    """Another media type."""
    return Response("a", media_type="text/plain")


def raises_what_is_not_promised() -> Response[Any]:
    """A problem that nobody promised."""
    raise EntityNotServed("gadget")


def breaks() -> Response[Any]:
    """What nobody expects."""
    raise ValueError("secret")


@pytest.mark.parametrize(
    ("work", "failures"),
    [
        (answers_nothing_promised, ["GET /odd 409 UndefinedStatusCode"]),
        (answers_something_else, ["GET /odd 200 JsonSchemaError"]),
        (answers_as_text, ["GET /odd 200 UndefinedContentType"]),
        (raises_what_is_not_promised, ["GET /odd 404 UndefinedStatusCode"]),
        (breaks, ["GET /odd 500 ServerError"]),
    ],
)
def test_canary(work: Callable[[], Response[Any]], failures: list[str]) -> None:
    odd: HTTPRouteHandler = get("/odd", sync_to_thread=False, opt=PROMISED)(work)
    app = ApiWorld().app(odd)
    document = document_of(app)
    document["paths"] = {"/odd": document["paths"]["/odd"]}
    asked = Conformance(app, {})
    asked.ask(document, examples=1)
    assert sorted(asked.failures) == failures
