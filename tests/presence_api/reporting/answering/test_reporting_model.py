"""What a published model makes of a request: as whom, of which days, under which key."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from metamodel.model.partitions import Extent
from presence_api.caller import Caller
from presence_api.reporting.answering.reporting_model import PreparedReport, ReportingModel
from tests.fakes.clock import START
from tests.presence_api.reporting.answering.world import ANNA, BY_DAY, IN_1995, QUESTION, published

MODEL = ReportingModel(published())
ALL = ("1992-01-01", "1999-12-31")


def prepared(caller: Caller = ANNA, **more: Any) -> PreparedReport:
    return MODEL.prepare({**QUESTION, **more}, caller, START)


def test_a_report_knows_its_rollups_and_the_days_it_asks_of_them() -> None:
    found = prepared()
    assert [one.path for one in found.rollups] == [BY_DAY]
    assert dict(found.asked.ranges) == {}
    year = Extent(date(1995, 1, 1), date(1995, 12, 31))
    assert prepared(where=IN_1995["where"]).asked.ranges == {BY_DAY: (year,)}


def test_what_a_range_is_compared_with_is_asked_for_too() -> None:
    time = {"field": "orderdate", "range": ["1996-02-01", "1996-02-29"], "compare": "prior_period"}
    assert prepared(time=time).asked.ranges == {
        BY_DAY: (
            Extent(date(1996, 2, 1), date(1996, 2, 29)),
            Extent(date(1996, 1, 1), date(1996, 1, 31)),
        )
    }


def test_a_range_of_another_time_says_nothing_of_the_rollups_days() -> None:
    where = {"field": "updated_at", "op": "gte", "value": "1995-01-01"}
    assert dict(prepared(where=where).asked.ranges) == {}


def test_a_report_on_cubes_without_rollups_reads_none() -> None:
    found = MODEL.prepare({**QUESTION, "entity": "nation", "dimensions": []}, ANNA, START)
    assert (found.rollups, dict(found.asked.ranges)) == ((), {})


def test_cube_is_told_the_tenant_under_its_own_name_and_no_claim_that_nobody_reads() -> None:
    for context in prepared().contexts:
        assert dict(context.claims) == {"tenant_id": "acme"}
    forged = replace(ANNA, claims={"tenant_id": "globex"})
    assert prepared(forged).contexts == prepared().contexts


@pytest.mark.parametrize(
    "other",
    [
        replace(ANNA, tenant="globex"),
        replace(ANNA, groups=frozenset({"analyst", "admin"})),
    ],
)
def test_whoever_may_see_other_rows_has_another_key(other: Caller) -> None:
    assert prepared(other).key != prepared().key
    assert prepared(other).audience != prepared().audience
    assert prepared(replace(ANNA, user="ben", claims={"sub": "ben"})).key == prepared().key


def test_a_cube_without_a_fingerprint_counts_with_the_whole_version() -> None:
    served = published()
    bare = replace(served, cube_fps={})
    keys = {
        ReportingModel(one).prepare({**QUESTION}, ANNA, START).key
        for one in (served, bare, replace(bare, version="tpch-2"))
    }
    assert len(keys) == 3
