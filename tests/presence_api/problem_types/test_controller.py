"""`GET /problems/{code}`."""

from collections.abc import Iterator
from typing import Any

import pytest
from litestar.testing import TestClient, create_test_client

from ops.stack.places import REPOSITORY
from presence_api.problem_types.controller import problem_routes
from presence_api.problem_types.problem_type import ProblemType
from presence_api.problems import HANDLERS, problem_types

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def client() -> Iterator[TestClient[Any]]:
    routes = problem_routes(problem_types())
    with create_test_client(routes, exception_handlers=dict(HANDLERS)) as found:
        yield found


@pytest.mark.parametrize("one", problem_types(), ids=lambda one: one.code)
def test_each_type_has_a_page_that_says_what_the_reference_says(
    client: TestClient[Any], one: ProblemType
) -> None:
    found = client.get(one.type)
    assert found.status_code == 200
    assert found.headers["content-type"] == "application/json"
    assert found.json()["code"] == one.code
    reference = (REPOSITORY / "docs" / "reference" / "errors.md").read_text(encoding="utf-8")
    block = reference.partition(f"## {one.code} ")[2].partition("\n## ")[0]
    assert one.meaning in block
    assert f"- Cure: {one.cure}\n" in block


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (BROWSER, "text/html"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("image/png", "application/json"),
    ],
)
def test_people_get_a_page_and_programs_json(
    client: TestClient[Any], accept: str, kind: str
) -> None:
    found = client.get("/problems/ENT-008", headers={"accept": accept})
    assert found.headers["content-type"].startswith(kind)
    assert found.headers["vary"] == "accept"
    assert "Cursor refused" in found.text
    assert "without a cursor" in found.text


def test_of_other_codes_nothing_is_known(client: TestClient[Any]) -> None:
    found = client.get("/problems/krn-001")
    assert (found.status_code, found.json()["type"]) == (404, "/problems/web-005")
