"""What a published model makes of a request: as whom, of which days, under which key."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from metamodel.model.partitions import Extent
from presence_api.caller import Caller
from presence_api.reporting.answering.reporting_model import PreparedReport, ReportingModel
from presence_api.reporting.dsl.faults import ReportRefused
from tests.fakes.clock import START
from tests.presence_api.reporting.answering.world import ANNA, BY_DAY, IN_1995, QUESTION, published
from tests.presence_api.reporting.asked import NOW, Document, requests

MODEL = ReportingModel(published())
YEAR = timedelta(days=365)
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


def test_what_was_compiled_serves_all_who_may_see_the_same_names() -> None:
    first = prepared().compiled
    assert prepared(replace(ANNA, tenant="globex")).compiled is first
    assert prepared(replace(ANNA, groups=frozenset({"admin"}))).compiled is not first
    assert prepared(limit=7).compiled is not first
    assert prepared(limit=7).compiled.limit == 7


def test_a_range_in_words_means_another_one_the_next_day() -> None:
    document = {**QUESTION, "time": {"field": "orderdate", "range": "last 7 days"}}
    one, other = (
        MODEL.prepare(document, ANNA, now).compiled for now in (START, START + timedelta(days=1))
    )
    assert one.main.ranges != other.main.ranges


def test_what_is_refused_is_refused_again() -> None:
    where = {"field": "total_price", "op": "eq", "value": float("inf")}
    for _ in range(2):
        with pytest.raises(ReportRefused):
            prepared(where=where)
        with pytest.raises(ReportRefused):
            prepared(measures=["moons"])


@settings(max_examples=25)  # each plans all cubes four times
@given(requests())
def test_law_what_stays_compiled_is_what_would_be_compiled_anew(document: Document) -> None:
    for caller in (ANNA, replace(ANNA, groups=frozenset({"admin"}))):
        for _ in range(2):
            anew = made(ReportingModel(MODEL.published), document, caller, NOW + YEAR)
            assert made(MODEL, document, caller, NOW) == anew


def made(model: ReportingModel, document: Document, caller: Caller, now: datetime) -> Any:
    """What a model makes of a request: the report, or its faults."""
    try:
        return model.prepare({"version": "1", **document}, caller, now)
    except ReportRefused as refused:
        return refused.faults
