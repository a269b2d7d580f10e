"""What became of a build."""

from datetime import date

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.events.core_reporting_preagg_status import BuildState, PreaggStatus


def test_the_key_is_that_of_the_request_for_it() -> None:
    payload = {
        "cube": "orders",
        "pre_aggregation": "by_day",
        "range_start": date(2025, 1, 1),
        "range_end": None,
    }

    assert PreaggStatus.key(payload) == PreaggRefresh.key(payload)


def test_the_schema_knows_every_state() -> None:
    (state,) = [f for f in PreaggStatus.schema["fields"] if f["name"] == "state"]

    assert state["type"]["symbols"] == list(BuildState)
