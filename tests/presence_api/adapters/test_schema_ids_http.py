"""Ids of schemas from a registry."""

import json

import httpx
import pytest

from presence_api.adapters.schema_ids_http import HttpSchemaIds, SchemaIdsUnavailable


def registry(answer: httpx.Response, asked: list[httpx.Request]) -> HttpSchemaIds:
    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer

    return HttpSchemaIds("http://registry", timeout_s=1, transport=httpx.MockTransport(handle))


def test_a_text_is_looked_up_under_its_subject() -> None:
    asked: list[httpx.Request] = []
    assert registry(httpx.Response(200, json={"id": 7}), asked).id_of("a/b-value", "{}") == 7
    (request,) = asked
    assert (request.method, request.url.raw_path) == ("POST", b"/subjects/a%2Fb-value")
    assert json.loads(request.content) == {"schema": "{}"}
    assert registry(httpx.Response(404), asked).id_of("a", "{}") is None


@pytest.mark.parametrize(
    "answer",
    [httpx.Response(500), httpx.Response(200, text="hello"), httpx.Response(200, json=[])],
)
def test_an_answer_that_is_none_is_said(answer: httpx.Response) -> None:
    with pytest.raises(SchemaIdsUnavailable, match="registry"):
        registry(answer, []).id_of("a", "{}")


def test_a_registry_that_is_away_is_said() -> None:
    one = HttpSchemaIds("http://127.0.0.1:1", timeout_s=1)
    with pytest.raises(SchemaIdsUnavailable):
        one.id_of("a", "{}")
    one.close()
