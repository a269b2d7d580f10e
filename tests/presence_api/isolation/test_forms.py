"""In whatever form a report is answered, by itself, among others or as CSV, it is nobody else's."""

import asyncio
import json
from itertools import product
from typing import Any, Final

import pytest

from presence_api.reporting.answering import reporting_model
from presence_api.reporting.answering.csv_text import csv_text
from presence_api.reporting.answering.reporting_model import PreparedReport
from tests.presence_api.api_world import ApiWorld, signed
from tests.presence_api.injection.asking import Request, answers
from tests.presence_api.isolation.sights import PEOPLE, sight_of
from tests.presence_api.isolation.test_reports import alone, fill, prepared, without_tenant

QUERY: Final = "/api/v1/reports/query"
BATCH: Final = "/api/v1/reports/batch"
_REPORT: Final = {"version": "1", "entity": "gadget", "measures": ["count", "total_size"]}
REPORTS: Final[list[dict[str, Any]]] = [
    _REPORT,
    {**_REPORT, "dimensions": ["tenant_id"]},
    {**_REPORT, "dimensions": ["gadget_id", "email"]},
    {**_REPORT, "dimensions": ["margin"]},
    {**_REPORT, "dimensions": ["tenant_id", "name"], "limit": 2, "totalCount": True},
    {"version": "1", "entity": "gadget", "drill": {"measure": "count", "at": {"name": "ada"}}},
]
ASKERS: Final = [one for one in PEOPLE if not one.groups.isdisjoint({"analyst", "admin"})]
"""Those whom a tenant and a group describe."""


def told_alone(asked: PreparedReport, number: int) -> bytes:
    """What one of them is told where nobody else is."""
    return asyncio.run(alone(asked, sight_of(ASKERS[number])))


@pytest.mark.parametrize("first", range(len(ASKERS)))
def test_every_form_of_an_answer_is_its_askers(first: int) -> None:
    judge_all_forms(first)


def test_canary_an_audience_without_its_tenant_is_found_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reporting_model, "_audience", without_tenant)
    with pytest.raises(AssertionError):
        judge_all_forms(0)


def judge_all_forms(first: int) -> None:
    """Everybody asks everything in every form, beginning with one of them."""
    world = ApiWorld()
    fill(world.reporting)
    app = world.app()
    for turn, question in product(range(len(ASKERS)), REPORTS):
        number = (first + turn) % len(ASKERS)
        who = ASKERS[number]
        (group,) = who.groups - {"guests"}
        fields = {"authorization": f"Bearer {signed(who.user, group, who.tenant)}"}
        as_csv = Request("POST", QUERY, QUERY, question, {"accept": "text/csv"})
        whole = Request("POST", QUERY, QUERY, question)
        batch = Request("POST", BATCH, BATCH, {"reports": [question, question]})
        rows, table, several = answers(app, fields, [whole, as_csv, batch])
        items = json.loads(several.body)
        asked = prepared(who, question)
        if asked is None:
            assert [rows.status, table.status] == [422, 422]
            assert [item["status"] for item in items] == [422, 422]
            continue
        wanted = told_alone(asked, number)
        assert table.body.decode() == csv_text(wanted)
        for said in (json.loads(rows.body), *(item["report"] for item in items)):
            assert {**json.loads(wanted), "meta": said["meta"]} == said
