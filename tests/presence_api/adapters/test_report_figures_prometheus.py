"""The figures of reports."""

from collections import Counter

import pytest
from prometheus_client.parser import text_string_to_metric_families

from presence_api.adapters.report_figures_prometheus import report_exposition
from presence_api.ports.report_source import SourceUnavailable
from presence_api.reporting.answering.counts import ReportCounts
from presence_api.reporting.guarding.breaker import Breaker, BreakerTerms
from tests.fakes.clock import FakeClock


def figures(counts: ReportCounts, breaker: Breaker) -> dict[str, float]:
    return {
        "/".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(report_exposition(counts, breaker).decode())
        for sample in family.samples
    }


def test_every_figure_is_what_was_counted() -> None:
    breaker = Breaker("Cube", (SourceUnavailable,), FakeClock(), BreakerTerms(failures_in_row=1))
    with pytest.raises(SourceUnavailable), breaker.call():
        raise SourceUnavailable("down")
    counts = ReportCounts(
        served=Counter({("HIT", "READY"): 3, ("MISS", "SOURCE"): 1}),
        upstream=Counter({"answered": 2}),
        collapsed=4,
        refused=Counter({"user": 5}),
        postponed=6,
    )
    assert figures(counts, breaker) == {
        "rampart_reports_served_total/READY/HIT": 3,
        "rampart_reports_served_total/SOURCE/MISS": 1,
        "rampart_reports_upstream_total/answered": 2,
        "rampart_reports_collapsed_total": 4,
        "rampart_reports_refused_total/user": 5,
        "rampart_reports_postponed_total": 6,
        "rampart_reports_breaker_opened_total": 1,
        "rampart_reports_breaker_state/closed": 0,
        "rampart_reports_breaker_state/half-open": 0,
        "rampart_reports_breaker_state/open": 1,
    }
