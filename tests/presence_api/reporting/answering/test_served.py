"""What is said of an answer that is shown."""

from dataclasses import replace
from datetime import timedelta

import msgspec

from metamodel.model.freshness import Freshness
from presence_api.reporting.answering.served import Postponed, Served, Use
from tests.fakes.clock import START
from tests.fakes.reports import ROLLUP, kept

BODY = b'{"data":[["\xc3\xa9"]]}'
HIT = Served(kept(BODY), Freshness.READY, Use.HIT, START + timedelta(seconds=7.9))


def test_the_kept_body_is_shown_with_what_is_known_now() -> None:
    assert msgspec.json.decode(HIT.json()) == {
        "data": [["é"]],
        "meta": {
            "cache": "HIT",
            "freshness": "READY",
            "generatedAt": "2026-01-01T00:00:00Z",
            "ageMs": 7900,
            "fromSource": False,
            "epochs": {ROLLUP: 1},
        },
    }
    assert HIT.age_s == 7


def test_how_it_was_found_is_told_as_rfc_9211_has_it() -> None:
    miss = replace(HIT, use=Use.MISS)
    stale = replace(HIT, use=Use.STALE, detail="rpt-205")
    assert [one.cache_status for one in (HIT, miss, replace(miss, collapsed=True), stale)] == [
        "rampart; hit; ttl=52",
        "rampart; fwd=miss; stored",
        "rampart; fwd=miss; stored; collapsed",
        "rampart; fwd=stale; detail=rpt-205",
    ]


def test_the_tag_differs_with_what_is_shown_and_not_with_its_age() -> None:
    later = replace(HIT, now=START + timedelta(seconds=50), use=Use.STALE)
    assert HIT.etag == later.etag
    assert HIT.etag.startswith('W/"')
    others = [
        replace(HIT, freshness=Freshness.BUILDING),
        replace(HIT, report=kept(b'{"data":[]}')),
    ]
    assert HIT.etag not in {one.etag for one in others}


def test_what_comes_later_is_known_by_its_fingerprint() -> None:
    assert Postponed("abc").fingerprint == "abc"
