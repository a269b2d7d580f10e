"""The registry over HTTP, with answers as Apicurio and Confluent give them."""

from typing import Any

import httpx
import pytest

from metamodel.events._contract import Compatibility
from orchestration.adapters.schema_registry_http import HttpSchemaRegistry
from orchestration.ports.schema_registry import RegistryUnavailable, SchemaRefused
from tests.metamodel.events.corpus import PAIRS, Pair

SUBJECT = "a/b-value"
NOT_FOUND = httpx.Response(404, json={"error_code": 40403, "message": "no such schema"})


class Scripted:
    """Gives one answer to whatever is asked, and no subject has a mode; keeps what was asked."""

    def __init__(self, answer: httpx.Response | Exception) -> None:
        self.answer = answer
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        no_mode = request.method == "GET" and request.url.path.startswith("/config")
        return NOT_FOUND if no_mode else self.answer


def registry(answer: httpx.Response | Exception) -> HttpSchemaRegistry:
    return HttpSchemaRegistry("http://registry", transport=httpx.MockTransport(Scripted(answer)))


def everything(found: HttpSchemaRegistry) -> list[Any]:
    return [
        lambda: found.register(SUBJECT, "{}"),
        lambda: found.id_of(SUBJECT, "{}"),
        lambda: found.versions(SUBJECT),
        lambda: found.accepts(SUBJECT, "{}"),
        lambda: found.set_mode(SUBJECT, Compatibility.FULL),
        lambda: found.remove(SUBJECT),
    ]


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("refused"),
        httpx.ReadTimeout("slow"),
        httpx.Response(500, text="oops"),
        httpx.Response(401, json={"message": "who are you"}),
        httpx.Response(200, text="<html>a proxy</html>"),
        httpx.Response(400, text="Not able to deserialize data provided."),
    ],
)
def test_whatever_is_no_answer_is_an_error_of_ours(answer: httpx.Response | Exception) -> None:
    for call in everything(registry(answer)):
        with pytest.raises(RegistryUnavailable):
            call()


def test_every_call_has_a_timeout_and_names_its_subject_as_one_part() -> None:
    scripted = Scripted(httpx.Response(200, json={"id": 7}))
    found = HttpSchemaRegistry(
        "http://registry/api", timeout_s=3, transport=httpx.MockTransport(scripted)
    )

    assert found.register(SUBJECT, "{}") == 7

    (request,) = scripted.asked
    assert request.url.raw_path == b"/api/subjects/a%2Fb-value/versions"
    assert set(request.extensions["timeout"].values()) == {3}


@pytest.mark.parametrize("status", [409, 422])
def test_a_refused_schema_comes_with_the_registrys_words(status: int) -> None:
    with pytest.raises(SchemaRefused, match="at /fields/1"):
        registry(httpx.Response(status, json={"message": "n at /fields/1"})).register(SUBJECT, "{}")
    assert not registry(httpx.Response(status, json={})).accepts(SUBJECT, "{}")


def test_what_is_not_there_is_no_error() -> None:
    assert registry(NOT_FOUND).id_of(SUBJECT, "{}") is None
    assert registry(NOT_FOUND).versions(SUBJECT) == ()
    assert registry(NOT_FOUND).accepts(SUBJECT, "{}")
    registry(NOT_FOUND).remove(SUBJECT)


@pytest.mark.integration
@pytest.mark.parametrize("mode", list(Compatibility))
def test_apicurio_judges_every_evolution_as_we_do_or_as_the_corpus_says(
    mode: Compatibility, schema_registry_url: str
) -> None:
    real = HttpSchemaRegistry(schema_registry_url)
    differing = []
    for number, pair in enumerate(PAIRS):
        subject = f"corpus-{mode}-{number}-value"
        real.register(subject, pair.text("old"))
        real.set_mode(subject, mode)
        told = real.accepts(subject, pair.text("new"))
        if not told == done(real, subject, pair) == pair.expected(mode, "registry"):
            differing.append(pair.name)

    assert differing == []
    assert PAIRS


def done(real: HttpSchemaRegistry, subject: str, pair: Pair) -> bool:
    """Does it take the new schema when it comes?"""
    try:
        real.register(subject, pair.text("new"))
    except SchemaRefused:
        return False
    return True
