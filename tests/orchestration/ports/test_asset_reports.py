"""What is said about a report that Dagster did not take."""

from orchestration.ports.asset_reports import ReportNotTaken


def test_it_says_that_the_thing_itself_was_done() -> None:
    assert "was done all the same" in ReportNotTaken("url", "status 500").explain()
