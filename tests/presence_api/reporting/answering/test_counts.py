"""What is counted."""

from presence_api.reporting.answering.counts import ReportCounts


def test_everything_begins_with_nothing() -> None:
    one, other = ReportCounts(), ReportCounts()
    one.served["HIT", "READY"] += 1
    assert (other.served.total(), other.collapsed, other.postponed) == (0, 0, 0)
