"""Reports over HTTP on a real Cube with TPC-H published: answers equal SQL, and whose is whose."""

import csv
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import jwt
import psycopg
import pyarrow as pa
import pytest
from litestar.testing import TestClient

from metamodel.kernel.clock import SystemClock
from ops.stack.running import running_stack
from ops.stack.supervisor import Supervisor
from orchestration.composition import compose, model_source
from orchestration.flows.platform import Platform
from orchestration.flows.prepare_model import prepare_model
from orchestration.flows.publish_model import publish_model
from orchestration.ports.ledger import PartitionKey
from orchestration.settings import Settings as BuildSettings
from presence_api.app import create_app
from presence_api.settings import Settings
from tests.eventually import eventually
from tests.fakes.event_sink import FakeEventSink

pytestmark = [pytest.mark.integration, pytest.mark.node]

SECRET = "s" * 32
QUERY = "/api/v1/reports/query"
BY_STATUS: Mapping[str, Any] = {
    "version": "1",
    "entity": "order",
    "measures": ["count", "total_price"],
    "dimensions": ["orderstatus"],
}
SQL = """
SELECT o_orderstatus, count(*), sum(o_totalprice) FROM public.orders
WHERE %s::text IS NULL OR tenant_id = %s GROUP BY 1 ORDER BY 1
"""


@dataclass
class Ground:
    """A published model, and the service in the role `api` before it."""

    stack: Supervisor
    platform: Platform
    client: TestClient[Any]

    def sql(self, statement: Any, *values: Any) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.stack.environment["RAMPART_DATABASE_URL"]) as connection:
            return connection.execute(statement, values).fetchall()

    def ask(self, question: Mapping[str, Any], tenant: str, *groups: str, **headers: str) -> Any:
        ends_at = SystemClock().now().timestamp() + 3600
        said = {"sub": "anna", "tenant": tenant, "groups": groups or ("analyst",), "exp": ends_at}
        token = {"authorization": f"Bearer {jwt.encode(said, SECRET)}"}
        return self.client.post(QUERY, json=dict(question), headers=token | headers)


def known(kind: Any, stack: Supervisor) -> dict[str, Any]:
    """What the stack's environment says of these settings."""
    said = {key.removeprefix("RAMPART_").lower(): one for key, one in stack.environment.items()}
    return {name: said[name] for name in kind.model_fields.keys() & said.keys()}


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder: Path = tmp_path_factory.mktemp("reports")
    parts = ["cube", "migrations", "seed", "valkey"]
    with running_stack(f"test-bff-{os.getpid()}", components=parts) as stack:
        building = BuildSettings(**known(BuildSettings, stack))
        platform, source = compose(building), model_source(building)
        tools = replace(platform.publish, sink=FakeEventSink())  # there is no broker
        prepare = partial(prepare_model, source, platform.compiler)
        publish_model(source.name, prepare, tools, run_id="reports")
        (folder / "jwt").write_text(SECRET)
        settings = Settings(
            **known(Settings, stack)
            | {"jwt_secret_file": folder / "jwt"}
            | {"presence_role": "api"}
        )
        with TestClient(create_app(settings)) as client:
            ready = "/health/ready"
            eventually(lambda: client.get(ready).status_code, (200).__eq__, "ready")
            yield Ground(stack, platform, client)


def figures(data: list[list[str]]) -> list[tuple[str, int, Decimal]]:
    return [(status, int(count), Decimal(price)) for status, count, price in data]


def test_an_answer_equals_sql_and_is_kept(ground: Ground) -> None:
    found = ground.ask(BY_STATUS, "ASIA", "admin")
    assert found.status_code == 200, found.text
    assert figures(found.json()["data"]) == ground.sql(SQL, None, None)
    meta = found.json()["meta"]
    assert (meta["cache"], meta["freshness"], meta["fromSource"]) == ("MISS", "READY", False)
    assert set(meta["epochs"]) == {"orders.by_day"}

    again = ground.ask(BY_STATUS, "ASIA", "admin")
    assert again.json()["meta"]["cache"] == "HIT"
    assert again.json()["data"] == found.json()["data"]
    assert again.headers["etag"] == found.headers["etag"]
    assert again.headers["cache-status"].startswith("rampart; hit")


def test_csv_and_arrow_have_the_same_figures_of_their_types(ground: Ground) -> None:
    time = {"field": "orderdate", "range": ["1995-01-01", "1996-12-31"], "grain": "year"}
    question = {**BY_STATUS, "dimensions": ["orderstatus"], "time": time}
    rows = ground.ask(question, "ASIA", "admin").json()["data"]
    text = ground.ask(question, "ASIA", "admin", accept="text/csv").text
    arrow = ground.ask(question, "ASIA", "admin", accept="application/vnd.apache.arrow.stream")

    assert list(csv.reader(text.splitlines()))[1:] == rows
    table = pa.ipc.open_stream(arrow.content).read_all()
    kinds = {field.name: str(field.type) for field in table.schema}
    assert kinds == {
        "orderstatus": "string",
        "orderdate": "timestamp[ms, tz=UTC]",
        "count": "int64",
        "total_price": "decimal128(38, 2)",
    }
    columns = [table[name].to_pylist() for name in ("orderstatus", "count", "total_price")]
    assert sorted(zip(*columns, strict=True)) == ground.sql(
        "SELECT o_orderstatus, count(*), sum(o_totalprice) FROM public.orders"
        " WHERE o_orderdate BETWEEN '1995-01-01' AND '1996-12-31'"
        " GROUP BY 1, extract(year FROM o_orderdate) ORDER BY 1, 2"
    )


def test_one_tenants_answer_is_never_anothers(ground: Ground) -> None:
    tenants = [name for (name,) in ground.sql("SELECT DISTINCT tenant_id FROM public.orders")]
    assert len(tenants) > 1
    answers = {name: ground.ask(BY_STATUS, name).json() for name in tenants}
    for name, answer in answers.items():
        assert answer["meta"]["cache"] == "MISS"
        assert figures(answer["data"]) == ground.sql(SQL, name, name)
        assert ground.ask(BY_STATUS, name).json()["data"] == answer["data"]


def test_what_no_rollup_has_is_asked_from_the_source(ground: Ground) -> None:
    question = {**BY_STATUS, "measures": ["count"], "dimensions": ["customer.mktsegment"]}
    found = ground.ask(question, "ASIA", "admin").json()
    assert found["meta"]["freshness"] == "SOURCE"
    assert [(name, int(count)) for name, count in found["data"]] == ground.sql(
        "SELECT c_mktsegment, count(*) FROM public.orders"
        " JOIN public.customer ON c_custkey = o_custkey GROUP BY 1 ORDER BY 1"
    )


def test_a_changed_partition_is_labelled_and_a_rebuilt_one_asked_again(ground: Ground) -> None:
    where = {"field": "orderdate", "op": "between", "value": ["1995-01-01", "1995-02-28"]}
    question = {**BY_STATUS, "where": where}
    first = ground.ask(question, "ASIA", "admin").json()
    ((fp,),) = ground.sql(
        "SELECT DISTINCT rollup_fp FROM rampart.preagg_attempt WHERE rollup = 'orders.by_day'"
    )
    ledger = ground.platform.build.ledger
    ledger.want([PartitionKey(fp, "UTC", "1995-01-01")])
    stale = eventually(
        lambda: ground.ask(question, "ASIA", "admin").json()["meta"],
        lambda meta: meta["freshness"] == "STALE",
        "the label",
    )
    assert stale["cache"] == "HIT"
    (rollup,) = [
        one
        for one in ground.platform.publications.history()[0].rollups
        if one.path == "orders.by_day"
    ]
    (attempt,) = ledger.begin(rollup, ["1995-01-01"], "run-2")
    ((table,),) = ground.sql(
        "SELECT built_table FROM rampart.preagg_partition WHERE rollup_fp = %s AND partition = %s",
        fp,
        "1995-01-01",
    )
    epoch = ledger.succeed(attempt, table, 1)
    heard = {**question, "freshness": {"min_epoch": {"orders.by_day": epoch}}}
    rebuilt = ground.ask(heard, "ASIA", "admin").json()
    assert (rebuilt["meta"]["cache"], rebuilt["meta"]["freshness"]) == ("MISS", "READY")
    assert rebuilt["meta"]["epochs"] == {"orders.by_day": epoch}
    assert rebuilt["data"] == first["data"]


def test_the_most_rows_that_may_be_asked_come_with_word_that_there_are_more(
    ground: Ground,
) -> None:
    question = {
        **BY_STATUS,
        "entity": "lineitem",
        "measures": ["count"],
        "dimensions": ["orderkey", "linenumber"],
        "limit": 50_000,
        "timeout": 60,
    }
    found = ground.ask(question, "ASIA", "admin").json()
    assert (len(found["data"]), found["truncated"]) == (50_000, True)


def test_totals_that_are_no_sums_and_the_stretch_before_equal_sql(ground: Ground) -> None:
    time = {
        "field": "orderdate",
        "range": ["1995-01-01", "1995-12-31"],
        "grain": "year",
        "compare": "prior_period",
    }
    question = {**BY_STATUS, "measures": ["avg_price"], "dimensions": [], "time": time}
    found = ground.ask(question, "ASIA", "admin").json()
    for key, year in (("data", 1995), ("prior", 1994)):
        ((average,),) = ground.sql(
            "SELECT avg(o_totalprice) FROM public.orders WHERE extract(year FROM o_orderdate) = %s",
            year,
        )
        ((_, told),) = found[key]
        assert Decimal(told) == pytest.approx(average)


def test_the_limits_are_counted_and_told(ground: Ground) -> None:
    question = {**BY_STATUS, "limit": 7}
    ground.ask(question, "ASIA", "admin")
    found = ground.ask(question, "ASIA", "admin")
    assert found.headers["ratelimit-policy"] == '"user";q=120;w=60, "tenant";q=1200;w=60'
    shown = ground.client.get("/metrics").text
    assert 'rampart_reports_served_total{freshness="READY",use="HIT"}' in shown
    assert 'rampart_reports_breaker_state{state="closed"} 1.0' in shown
