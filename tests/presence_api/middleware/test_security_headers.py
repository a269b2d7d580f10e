"""What browsers shall not do."""

import pytest

from presence_api.middleware.security_headers import (
    ALWAYS,
    DATA_POLICY,
    PAGE_POLICY,
    SecurityHeaders,
)
from tests.fakes.asgi import FakeApp, ask


@pytest.mark.parametrize(
    ("kind", "policy"),
    [
        (b"text/html; charset=utf-8", PAGE_POLICY),
        (b"application/json", DATA_POLICY),
        (b"application/problem+json", DATA_POLICY),
        (b"image/svg+xml", DATA_POLICY),
        (None, DATA_POLICY),
    ],
)
def test_pages_may_run_their_own_files_and_data_nothing(kind: bytes | None, policy: bytes) -> None:
    app = FakeApp([(b"content-type", kind)] if kind else [])
    fields = ask(SecurityHeaders(app, https=False)).fields
    assert fields["content-security-policy"] == policy.decode()
    assert {name.decode(): value.decode() for name, value in ALWAYS}.items() <= fields.items()


def test_no_policy_lets_a_page_run_what_is_written_into_it() -> None:
    for policy in (PAGE_POLICY, DATA_POLICY):
        assert b"unsafe" not in policy
        assert b"frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("https", "scheme", "said"),
    [(False, "http", False), (False, "https", True), (True, "http", True)],
)
def test_only_who_came_by_https_is_told_to_stay_with_it(
    https: bool, scheme: str, said: bool
) -> None:
    answer = ask(SecurityHeaders(FakeApp(), https=https), scheme=scheme)
    assert ("strict-transport-security" in answer.fields) == said


def test_a_websocket_is_no_answer() -> None:
    assert ask(SecurityHeaders(FakeApp(), https=True), kind="websocket").fields == {}
