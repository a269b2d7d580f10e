"""Errors as HTTP answers."""

from typing import Any

import pytest
from litestar import Request, get
from litestar.exceptions import (
    HTTPException,
    InternalServerException,
    MethodNotAllowedException,
    NotFoundException,
)
from litestar.testing import RequestFactory, create_test_client

from metamodel.kernel.errors import BadInstanceId
from presence_api.ports.bulk_jobs import JobsUsedUp
from presence_api.ports.token_verifier import KeysUnavailable, TokenRefused
from presence_api.problems import HANDLERS, of_http, of_ours
from presence_api.reporting.answering.reports import ReportUnavailable
from presence_api.reporting.compiler.pivot import PivotTooWide
from presence_api.reporting.dsl.faults import Fault, FaultCode, ReportRefused
from presence_api.request_context import RequestContext, Trace, working_on

NOBODY: Any = None


def test_what_an_error_knows_is_among_its_members() -> None:
    fault = Fault("/limit", FaultCode.OUT_OF_RANGE, "is too much")
    told = of_ours(NOBODY, ReportRefused((fault,))).content["faults"]
    assert told == [
        {"pointer": "/limit", "code": "out-of-range", "message": "is too much", "suggestions": ()}
    ]
    assert of_ours(NOBODY, PivotTooWide(300, 200)).content["columns"] == 300


def test_when_to_come_back_is_told_where_that_is_known() -> None:
    assert of_ours(NOBODY, ReportUnavailable("why", 2.1)).headers["retry-after"] == "3"
    assert of_ours(NOBODY, KeysUnavailable("why")).headers["retry-after"] == "5"


@pytest.mark.parametrize(
    ("error", "status", "kind", "title"),
    [
        (TokenRefused("why"), 401, "/problems/pre-001", "why"),
        (KeysUnavailable("why"), 503, "/problems/pre-002", "why"),
        (JobsUsedUp("why"), 429, "/problems/ent-031", "why"),
        (BadInstanceId("secret"), 500, "/problems/web-004", "The request failed"),
        (ValueError("secret"), 500, "/problems/web-004", "The request failed"),
        (InternalServerException("secret"), 500, "/problems/web-004", "The request failed"),
        (NotFoundException("why"), 404, "about:blank", "Not Found"),
    ],
)
def test_an_error_says_what_is_wrong_and_what_helps(
    error: Exception, status: int, kind: str, title: str
) -> None:
    @get("/", sync_to_thread=False)
    def fails() -> None:
        raise error

    with create_test_client([fails], exception_handlers=dict(HANDLERS)) as client:
        answer = client.get("/")
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.status_code == status
    body = answer.json()
    assert (body["type"], body["status"], body["title"]) == (kind, status, title)
    assert "secret" not in answer.text
    assert ("retry-after" in answer.headers) == (status in {429, 503})
    assert ("www-authenticate" in answer.headers) == (status == 401)


def test_what_the_framework_finds_is_told_with_its_fields() -> None:
    error = MethodNotAllowedException("not so", headers={"allow": "GET"})
    answer = of_http(asked(), error)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert (answer.content["title"], answer.content["detail"]) == ("Method Not Allowed", "not so")
    faults = of_http(asked(), HTTPException(status_code=400, extra={"field": "limit"}))
    assert faults.content["faults"] == {"field": "limit"}


def test_a_problem_says_for_which_request_it_is() -> None:
    with working_on(RequestContext("request-1", Trace("a" * 32, "b" * 16))):
        assert of_ours(asked(), TokenRefused("why")).content["request_id"] == "request-1"
    assert "request_id" not in of_ours(asked(), TokenRefused("why")).content


def asked() -> Request[Any, Any, Any]:
    return RequestFactory().get("/")
