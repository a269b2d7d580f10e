"""Answers that may be shown again, as a port."""

from dataclasses import replace
from datetime import timedelta

import pytest

from metamodel.model.freshness import Freshness
from presence_api.ports.report_cache import ReportCache, ReportCacheUnavailable
from tests.fakes.clock import START, FakeClock
from tests.fakes.report_cache import FakeReportCache
from tests.fakes.reports import kept


def test_the_fake_is_a_cache_and_trying_again_may_help() -> None:
    cache: ReportCache = FakeReportCache(FakeClock())
    assert cache is not None
    assert ReportCacheUnavailable("x").retryable


def test_an_answer_lives_until_its_end() -> None:
    report = kept(life_s=5)
    moments = [START + timedelta(seconds=seconds) for seconds in (0, 4.999, 5)]
    assert [report.lives(moment) for moment in moments] == [True, True, False]


def test_an_answer_with_rows_missing_cannot_be_kept() -> None:
    with pytest.raises(ValueError, match="rows missing"):
        replace(kept(), freshness=Freshness.PARTIAL)
