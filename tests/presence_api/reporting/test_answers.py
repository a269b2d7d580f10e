"""Reports as they are described, beside what is really answered and read."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec
import pytest
from litestar.testing import TestClient

from presence_api.reporting.answers import (
    BatchItem,
    BatchWanted,
    ReportAnswer,
    ReportExplained,
    ReportPostponed,
    ReportWanted,
)
from presence_api.reporting.dsl.faults import Faults
from presence_api.reporting.dsl.parse import parse
from tests.presence_api.api_world import BEARER, ApiWorld, signed
from tests.presence_api.reporting.answering.world import QUESTION

OPERATOR = {"authorization": f"Bearer {signed('olga', 'admin')}"}
QUERY, BATCH = "/api/v1/reports/query", "/api/v1/reports/batch"
EVERYTHING: Mapping[str, Any] = {
    "version": "1",
    "entity": "order",
    "measures": ["count", {"measure": "total_price", "as": "turnover"}],
    "dimensions": ["orderstatus"],
    "time": {"field": "orderdate", "grain": "month", "range": ["1995-01-01", "1995-12-31"],
             "compare": "prior_period", "timezone": "UTC"},
    "where": {"and": [{"not": {"field": "orderstatus", "op": "eq", "value": "F"}},
                      {"or": [{"field": "clerk", "op": "isNull"}]}]},
    "having": {"field": "count", "op": "gt", "value": 1},
    "segments": [],
    "order": [{"by": "count", "dir": "desc"}],
    "limit": 5,
    "offset": 1,
    "pivot": {"rows": ["orderdate"], "columns": ["orderstatus"], "totals": {"grand": True},
              "maxColumns": 9, "fill": 0},
    "drill": {"measure": "count", "at": {"orderstatus": "O"}},
    "totalCount": True,
    "freshness": {"mode": "revalidate", "maxAge": 60, "min_epoch": {"orders.by_day": 3}},
    "timeout": 5,
    "explain": False,
}  # fmt: skip
"""Every key that a report can have; together they make no sense."""


def test_a_report_is_described_as_it_is_read() -> None:
    found = json.loads(msgspec.json.encode(msgspec.convert(EVERYTHING, ReportWanted)))
    assert found == {**EVERYTHING, "pivot": {**EVERYTHING["pivot"], "totals": ALL_TOTALS}}
    faults = Faults()
    parse(dict(EVERYTHING), faults)
    assert faults.found == ()


ALL_TOTALS = {"rows": False, "columns": False, "grand": True}


@pytest.mark.parametrize("key", [*EVERYTHING])
def test_what_is_not_described_is_not_read(key: str) -> None:
    faults = Faults()
    parse({**EVERYTHING, f"{key}s": 1}, faults)
    assert [fault.code for fault in faults.found] == ["unknown-field"]


def test_what_is_answered_is_what_is_described() -> None:
    world = ApiWorld()
    with TestClient(world.app()) as client:
        client.headers.update(BEARER)
        answer = client.post(QUERY, json=QUESTION).json()
        explain = {**QUESTION, "explain": True}
        explained = client.post(QUERY, json=explain, headers=OPERATOR).json()
        batch = {"reports": [QUESTION, {**QUESTION, "limit": 0}, explain]}
        items = client.post(BATCH, json=batch, headers=OPERATOR).json()
    msgspec.convert(answer, ReportAnswer)
    msgspec.convert(explained, ReportExplained)
    msgspec.convert({"reports": [QUESTION]}, BatchWanted)
    msgspec.convert({"fingerprint": "f", "location": "/l"}, ReportPostponed)
    found = msgspec.convert(items, list[BatchItem])
    assert [one.status for one in found] == [200, 422, 200]
    assert isinstance(found[2].explained, ReportExplained)
