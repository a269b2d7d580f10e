"""What a report would ask."""

from presence_api.reporting.answering.explained import explained
from presence_api.reporting.answering.reporting_model import ReportingModel
from tests.fakes.clock import START
from tests.presence_api.reporting.answering.world import BY_DAY, OPERATOR, QUESTION, published


def test_every_query_is_told_and_by_what_it_is_judged() -> None:
    time = {"field": "orderdate", "range": ["1996-01-01", "1996-01-31"], "compare": "prior_period"}
    asked = ReportingModel(published()).prepare({**QUESTION, "time": time}, OPERATOR, START)
    found = explained(asked)
    assert (found["version"], found["cubes"]) == ("tpch-1", ["orders"])
    assert set(found["queries"]) == {"main", "prior"}
    assert found["queries"]["main"]["measures"] == ["orders.count"]
    january, december = ["1996-01-01", "1996-01-31"], ["1995-12-01", "1995-12-31"]
    assert found["rollups"] == {BY_DAY: [january, december]}


def test_totals_are_told_by_name() -> None:
    pivot = {"rows": [], "columns": ["orderstatus"], "totals": {"grand": True}}
    asked = ReportingModel(published()).prepare({**QUESTION, "pivot": pivot}, OPERATOR, START)
    assert set(explained(asked)["queries"]) == {"main", "total.grand"}
