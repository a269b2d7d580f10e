"""Whose pages may call."""

import pytest

from presence_api.middleware.cross_origin import CrossOrigin
from tests.fakes.asgi import Answer, FakeApp, ask

KNOWN = "https://app.example"
CORS = "access-control-"


def asked(origin: str | None, app: FakeApp | None = None, **more: str) -> Answer:
    fields = {"origin": origin} if origin else {}
    before = {"access-control-request-method": "PATCH"} if more.pop("before", "") else {}
    return ask(CrossOrigin(app or FakeApp(), {KNOWN}), fields=fields | before, **more)


def test_a_known_page_may_read_the_answer_and_what_it_needs_of_its_fields() -> None:
    fields = asked(KNOWN).fields
    assert fields["access-control-allow-origin"] == KNOWN
    shown = fields["access-control-expose-headers"].lower().split(", ")
    assert {"etag", "location", "retry-after", "cache-status", "x-request-id"} <= {*shown}
    assert fields["vary"] == "origin"
    assert "access-control-allow-credentials" not in fields


@pytest.mark.parametrize("origin", [None, "null", "https://app.example.evil", "http://app.example"])
@pytest.mark.parametrize("before", ["", "yes"])
def test_no_other_page_is_told_anything(origin: str | None, before: str) -> None:
    fields = asked(origin, method="OPTIONS" if before else "GET", before=before).fields
    assert [name for name in fields if name.startswith(CORS)] == []
    assert fields["vary"] == "origin"


@pytest.mark.parametrize(("origin", "allowed"), [(KNOWN, True), ("https://evil.example", False)])
def test_a_preflight_never_reaches_the_app(origin: str, allowed: bool) -> None:
    app = FakeApp()
    answer = asked(origin, app, method="OPTIONS", before="yes")
    assert (answer.status, answer.body, app.asked) == (204, b"", [])
    assert ("PATCH" in answer.fields.get("access-control-allow-methods", "")) == allowed
    assert ("If-Match" in answer.fields.get("access-control-allow-headers", "")) == allowed


def test_a_question_for_options_that_is_no_preflight_does() -> None:
    app = FakeApp()
    assert asked(KNOWN, app, method="OPTIONS").body == b"done"


def test_where_nobody_is_known_answers_are_the_same_for_all() -> None:
    answer = ask(CrossOrigin(FakeApp(), ()), fields={"origin": KNOWN})
    assert answer.fields == {}
    assert ask(CrossOrigin(FakeApp(), {KNOWN}), kind="websocket").fields == {}
