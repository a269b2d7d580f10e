"""What a service has to ask."""

from presence_api.reporting.compiler.compiled import CompiledReport, CubeQuery


def test_most_reports_are_one_query() -> None:
    found = CompiledReport("f", CubeQuery({"limit": 2}), (), frozenset(), 1)

    assert (found.prior, found.totals, found.pivot, found.main.ranges) == (None, {}, None, ())
