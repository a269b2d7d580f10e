"""Errors as HTTP answers."""

from typing import Any

import pytest
from litestar import get
from litestar.exceptions import HTTPException, NotFoundException
from litestar.testing import create_test_client

from metamodel.kernel.errors import BadInstanceId, RampartError
from presence_api.ports.token_verifier import KeysUnavailable, TokenRefused
from presence_api.problems import of_http, of_ours
from presence_api.reporting.answering.reports import ReportUnavailable
from presence_api.reporting.compiler.pivot import PivotTooWide
from presence_api.reporting.dsl.faults import Fault, FaultCode, ReportRefused

NOBODY: Any = None


def test_what_an_error_knows_is_among_its_members() -> None:
    fault = Fault("/limit", FaultCode.OUT_OF_RANGE, "is too much")
    told = of_ours(NOBODY, ReportRefused((fault,))).content["faults"]
    assert told == [
        {"at": "/limit", "code": "out-of-range", "message": "is too much", "did_you_mean": ()}
    ]
    assert of_ours(NOBODY, PivotTooWide(300, 200)).content["columns"] == 300


def test_when_to_come_back_is_told_where_that_is_known() -> None:
    assert of_ours(NOBODY, ReportUnavailable("why", 2.1)).headers["retry-after"] == "3"
    assert of_ours(NOBODY, KeysUnavailable("why")).headers["retry-after"] == "5"


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (TokenRefused("why"), 401, "/problems/pre-001"),
        (KeysUnavailable("why"), 503, "/problems/pre-002"),
        (BadInstanceId("why"), 500, "/problems/krn-002"),
        (NotFoundException("why"), 404, "about:blank"),
    ],
)
def test_an_error_says_what_is_wrong_and_what_helps(
    error: Exception, status: int, kind: str
) -> None:
    @get("/", sync_to_thread=False)
    def fails() -> None:
        raise error

    handlers: dict[Any, Any] = {RampartError: of_ours, HTTPException: of_http}
    with create_test_client([fails], exception_handlers=handlers) as client:
        answer = client.get("/")
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.status_code == status
    body = answer.json()
    assert (body["type"], body["status"], body["title"]) == (kind, status, "why")
    assert ("retry-after" in answer.headers) == (status == 503)
    assert ("www-authenticate" in answer.headers) == (status == 401)
