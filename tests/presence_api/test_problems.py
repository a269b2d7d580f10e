"""Errors as HTTP answers."""

from typing import Any

import pytest
from litestar import get
from litestar.exceptions import HTTPException, NotFoundException
from litestar.testing import create_test_client

from metamodel.kernel.errors import BadInstanceId, RampartError
from presence_api.ports.bulk_jobs import JobsUsedUp
from presence_api.ports.token_verifier import KeysUnavailable, TokenRefused
from presence_api.problems import of_http, of_ours


@pytest.mark.parametrize(
    ("error", "status", "kind"),
    [
        (TokenRefused("why"), 401, "/problems/pre-001"),
        (KeysUnavailable("why"), 503, "/problems/pre-002"),
        (JobsUsedUp("why"), 429, "/problems/ent-031"),
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
    assert ("retry-after" in answer.headers) == (status in {429, 503})
    assert ("www-authenticate" in answer.headers) == (status == 401)
