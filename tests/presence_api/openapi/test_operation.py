"""One route as an operation."""

from typing import Any

from presence_api.openapi.document import document
from tests.presence_api.openapi.things import ROUTES

PATHS: dict[str, Any] = document(ROUTES)["paths"]
LIST, MAKE = PATHS["/things"]["get"], PATHS["/things"]["post"]
RENAME = PATHS["/things/{name}"]["put"]
PROBLEM = "application/problem+json"


def test_its_first_line_is_the_summary_and_the_rest_the_description() -> None:
    assert (LIST["operationId"], LIST["summary"]) == ("things", "All things.")
    assert LIST["description"] == "By their names."
    assert "description" not in MAKE


def test_a_value_of_an_address_is_never_null() -> None:
    kind, limit = LIST["parameters"]
    assert kind == {"name": "kind", "in": "query", "required": False, "schema": {"type": "string"}}
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 9, "default": 5}


def test_fields_of_requests_and_answers_are_those_it_promises() -> None:
    assert [one["name"] for one in RENAME["parameters"]] == ["name", "If-Match"]
    assert list(RENAME["responses"]["200"]["headers"]) == ["ETag"]


def test_bodies_are_those_of_the_signature_or_of_the_promise() -> None:
    reference = {"$ref": "#/components/schemas/Renamed"}
    made = MAKE["requestBody"]["content"]
    assert made == {"application/json": {"schema": reference}}
    content = RENAME["requestBody"]["content"]
    assert set(content) == {"application/merge-patch+json", "application/json"}
    answered = RENAME["responses"]["200"]["content"]["application/json"]["schema"]
    assert answered == {"$ref": "#/components/schemas/Thing"}
    assert "content" not in RENAME["responses"]["204"]


def test_an_answer_has_its_media_and_what_else_may_come_is_json() -> None:
    thing = {"$ref": "#/components/schemas/Thing"}
    assert RENAME["responses"]["200"]["content"] == {
        "application/json": {"schema": thing},
        "text/csv": {"schema": {"type": "string"}},
        "application/vnd.apache.arrow.stream": {"schema": {}},
    }
    assert RENAME["responses"]["202"]["content"] == {"application/json": {"schema": thing}}


def test_it_may_answer_with_what_it_promises_and_what_comes_before_it() -> None:
    assert set(LIST["responses"]) == {"200", "400", "500"}
    assert set(MAKE["responses"]) == {"201", "400", "401", "413", "500", "503"}
    assert set(RENAME["responses"]) == {"200", "202", "204", "404", "413", "500"}
    for one in (LIST, MAKE, RENAME):
        for status, answer in one["responses"].items():
            assert (PROBLEM in answer.get("content", {})) == (int(status) >= 400)


def test_who_may_be_refused_shows_a_token() -> None:
    assert (MAKE["security"], LIST["security"]) == ([{"bearer": []}], [])
