"""The semantic layer: which model version a token reaches, and what it may do."""

import json
import os
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest

from ops.stack.components.cube import Cube, server_settings
from ops.stack.components.postgres import Postgres
from ops.stack.places import CUBE_SERVER, node
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from tests.ops.stack.components import stack_of

MODEL = """
cubes:
  - name: shop
    sql: "SELECT 1 AS id, TIMESTAMP '2024-01-02 03:04:05' AS sold_at, 'x' AS kind"
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
      - {name: kind, sql: kind, type: string}
      - {name: secret, sql: kind, type: string}
      - {name: sold_at, sql: sold_at, type: time}
    measures:
      - {name: count, type: count}
    access_policy:
      - group: analyst
        row_level: {allow_all: true}
        member_level:
          includes: "*"
          excludes: [secret]
      - group: admin
        row_level: {allow_all: true}
"""
ADMIN = {"version": "shop-1", "groups": ["admin"]}
NOT_SAID = object()


class Client:
    """Asks a Cube with tokens of its own."""

    def __init__(self, stack: Supervisor) -> None:
        self.url = stack.environment["RAMPART_CUBE_URL"]
        self.secret = stack.environment["RAMPART_CUBE_API_SECRET"]

    def ask(self, path: str, claims: dict[str, Any], body: Any = None) -> tuple[int, str]:
        claims = {"exp": datetime.now(UTC) + timedelta(minutes=5), **claims}
        ours = {name: claim for name, claim in claims.items() if claim is not NOT_SAID}
        headers = {"Authorization": jwt.encode(ours, self.secret, "HS256")}
        method = "POST" if body else "GET"
        url = f"{self.url}/cubejs-api/v1/{path}"
        answer = httpx.request(method, url, json=body, headers=headers, timeout=30)
        return answer.status_code, answer.text

    def load(self, claims: dict[str, Any], **query: Any) -> tuple[int, dict[str, Any]]:
        status, text = self.ask("load", claims, {"query": query})
        return status, json.loads(text)


@pytest.fixture(scope="module")
def cube() -> Iterator[Client]:
    with running_stack(f"test-cube-server-{os.getpid()}", ["cube"]) as stack:
        folder = Path(stack.environment["RAMPART_PUBLISH_DIR"])
        for model in ("shop-1/model", "shop-1/source", "bad-1/model"):
            (folder / model / "cubes").mkdir(parents=True)
        (folder / "shop-1/model/cubes/shop.yml").write_text(MODEL)
        (folder / "shop-1/source/cubes/shop.yml").write_text(MODEL.replace("shop", "plain"))
        (folder / "bad-1/model/bad.yml").write_text("cubes: [{name: no sql}]")
        yield Client(stack)


def test_clients_are_told_where_it_is_and_how_to_sign() -> None:
    stack = stack_of(Cube())
    found = Cube().environment(stack)
    assert found["RAMPART_CUBE_URL"] == f"http://127.0.0.1:{stack.ports['cube']}"
    assert found["RAMPART_CUBE_API_SECRET"] == "secret-cube_api"


def test_it_runs_in_production_mode_and_builds_nothing_by_itself() -> None:
    found = server_settings(stack_of(Cube(), Postgres()))
    assert found["NODE_ENV"] == "production"
    assert found["CUBEJS_SCHEDULED_REFRESH_TIMER"] == "false"


@pytest.mark.node
def test_the_installation_says_which_cube_it_is() -> None:
    command = [node(), CUBE_SERVER / "engine.js"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    assert said in {"1.7.43 stand-in", "1.7.43 native"}


@pytest.mark.node
def test_it_keeps_tables_for_years_and_a_handful_of_compiled_models() -> None:
    script = (
        "const c = require('./cube.js'); const o = c.orchestratorOptions();"
        "console.log(JSON.stringify([c.compilerCacheSize,"
        " o.preAggregationsOptions.structureVersionPersistTime]))"
    )
    said = subprocess.run(
        [node(), "-e", script],
        cwd=CUBE_SERVER,
        env={**os.environ, "RAMPART_PUBLISH_DIR": "/nowhere"},  # noqa: TID251 - a child's
        capture_output=True,
        text=True,
        check=True,
    )
    models, keeps_s = json.loads(said.stdout)

    assert 6 <= models <= 16  # current, candidate and the one before, each with its source
    assert keeps_s > 5 * 365 * 86400  # Cube would drop a retired version's tables after it


@pytest.mark.integration
@pytest.mark.parametrize("path", ["meta", "load", "pre-aggregations/jobs"])
def test_a_token_without_an_end_is_refused(cube: Client, path: str) -> None:
    claims = {**ADMIN, "service": True, "exp": NOT_SAID}
    body = {"query": {"measures": ["shop.count"]}, "action": "get", "tokens": []}
    status, text = cube.ask(path, claims, None if path == "meta" else body)
    assert (status, "exp" in json.loads(text)["error"]) == (403, True)


@pytest.mark.integration
def test_a_token_that_has_ended_is_refused(cube: Client) -> None:
    ended = {**ADMIN, "exp": datetime.now(UTC) - timedelta(minutes=1)}
    assert cube.ask("meta", ended)[0] == 403


@pytest.mark.integration
def test_a_token_reaches_the_version_it_names_and_its_source_model(cube: Client) -> None:
    assert '"shop.count"' in cube.ask("meta", ADMIN)[1]
    assert '"plain.count"' in cube.ask("meta", {**ADMIN, "source": True})[1]


@pytest.mark.integration
@pytest.mark.parametrize("version", ["../shop-1", "shop-1/model", "", 7, None, "a" * 200])
def test_what_is_no_version_name_is_refused(cube: Client, version: object) -> None:
    status, text = cube.ask("meta", {**ADMIN, "version": version})
    assert (status, "ModelNotServed" in text) == (400, True)


@pytest.mark.integration
def test_a_version_that_is_not_published_is_refused_without_a_path(cube: Client) -> None:
    status, text = cube.ask("meta", {**ADMIN, "version": "shop-2"})
    assert status == 404
    assert (
        json.loads(text)["error"] == "ModelNotServed: model version 'shop-2' is not published here"
    )


@pytest.mark.integration
def test_a_version_that_does_not_compile_breaks_only_its_own_callers(cube: Client) -> None:
    status, text = cube.ask("meta", {**ADMIN, "version": "bad-1"})
    assert (status, "Compile errors" in text) == (500, True)
    assert cube.ask("meta", ADMIN)[0] == 200


@pytest.mark.integration
def test_rows_come_with_members_times_and_nulls_as_cube_gives_them(cube: Client) -> None:
    status, answer = cube.load(
        ADMIN,
        measures=["shop.count"],
        dimensions=["shop.kind"],
        timeDimensions=[{"dimension": "shop.sold_at", "granularity": "day"}],
    )
    assert status == 200
    day = "2024-01-02T00:00:00.000"
    assert answer["data"] == [
        {"shop.kind": "x", "shop.sold_at.day": day, "shop.sold_at": day, "shop.count": "1"}
    ]


@pytest.mark.integration
def test_the_compact_form_lists_members_once(cube: Client) -> None:
    body = {"query": {"measures": ["shop.count"], "responseFormat": "compact"}}
    answer = json.loads(cube.ask("load", ADMIN, body)[1])
    assert answer["data"] == {"members": ["shop.count"], "dataset": [["1"]]}


@pytest.mark.integration
def test_compared_ranges_say_which_range_a_row_is_of(cube: Client) -> None:
    time = {
        "dimension": "shop.sold_at",
        "compareDateRange": [["2024-01-01", "2024-01-31"], ["2024-02-01", "2024-02-29"]],
    }
    query = {"measures": ["shop.count"], "timeDimensions": [time]}
    status, text = cube.ask("load", ADMIN, {"query": query, "queryType": "multi"})
    assert status == 200
    counts = [result["data"][0]["shop.count"] for result in json.loads(text)["results"]]
    assert counts == ["1", "0"]


@pytest.mark.integration
def test_a_member_that_the_policy_hides_never_leaves_the_server(cube: Client) -> None:
    analyst = {"version": "shop-1", "groups": ["analyst"]}
    assert '"shop.secret"' not in cube.ask("meta", analyst)[1]
    assert cube.load(analyst, dimensions=["shop.secret"])[1]["data"] == []
    assert cube.load(analyst, dimensions=["shop.kind"])[1]["data"] == [{"shop.kind": "x"}]


@pytest.mark.integration
def test_a_member_that_is_not_public_is_refused_when_its_rows_are_shaped(cube: Client) -> None:
    status, answer = cube.load(ADMIN, dimensions=["shop.id"])
    assert (status, "You requested hidden member" in answer["error"]) == (400, True)


@pytest.mark.integration
def test_somebody_without_a_group_sees_nothing(cube: Client) -> None:
    assert json.loads(cube.ask("meta", {"version": "shop-1"})[1]) == {"cubes": []}


@pytest.mark.integration
def test_only_a_service_may_post_build_jobs(cube: Client) -> None:
    contexts = [{"securityContext": ADMIN}]
    body = {"action": "post", "selector": {"contexts": contexts, "timezones": ["UTC"]}}
    assert cube.ask("pre-aggregations/jobs", ADMIN, body)[0] == 403
    status, text = cube.ask("pre-aggregations/jobs", {**ADMIN, "service": True}, body)
    assert (status, "doesn't match any" in text) == (400, True)
