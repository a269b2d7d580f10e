"""Problems in the document."""

from typing import Any

import pytest

from metamodel.kernel.errors import BadInstanceId
from presence_api.entities.catalogue.view import EntityNotServed
from presence_api.entities.instance import InstanceUnknown
from presence_api.openapi.problems_schema import BLANK, problem_answers
from presence_api.ports.token_verifier import KeysUnavailable, TokenRefused

REFERENCE = {"$ref": "#/problem"}


def types(answer: dict[str, Any]) -> list[str]:
    schema = answer["content"]["application/problem+json"]["schema"]
    assert schema["allOf"][0] == REFERENCE
    found: list[str] = schema["allOf"][1]["properties"]["type"]["enum"]
    return found


def test_errors_of_one_status_are_told_together_by_their_codes() -> None:
    found = problem_answers([InstanceUnknown, EntityNotServed], [404], REFERENCE)
    assert list(found) == [404, 500]
    assert types(found[404]) == ["/problems/ent-005", "/problems/ent-007", BLANK]
    first, second = found[404]["description"].splitlines()
    assert first.startswith("ENT-005: There is no such entity")
    assert second.startswith("ENT-007: ")


def test_what_the_framework_refuses_has_no_type_of_its_own() -> None:
    found = problem_answers([], [400], REFERENCE)
    assert (types(found[400]), found[400]["description"]) == ([BLANK], "Bad Request")


def test_fields_that_come_with_a_status_are_told() -> None:
    found = problem_answers([TokenRefused, KeysUnavailable], [], REFERENCE)
    assert list(found[401]["headers"]) == ["WWW-Authenticate"]
    assert list(found[503]["headers"]) == ["Retry-After"]


def test_an_error_without_a_status_cannot_be_told() -> None:
    with pytest.raises(ValueError, match="BadInstanceId has no status"):
        problem_answers([BadInstanceId], [], REFERENCE)
