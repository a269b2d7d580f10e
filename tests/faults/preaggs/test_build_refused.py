"""A build that fails stays dirty, says why, is counted, and is made later without a hand."""

import httpx
import pytest

from tests.eventually import eventually
from tests.faults.preaggs.figures import answered, truth
from tests.faults.preaggs.ground import Ground

pytestmark = pytest.mark.faults

_FAILURES = 'preagg_build_failures_total{rollup="orders.by_day"}'


def test_a_refused_build_stays_dirty_and_is_made_once_cube_may_build_again(
    ground: Ground,
) -> None:
    taken, failures = ground.intakes.taken(), counted(ground)
    known = {run.run_id for run in ground.dagster.runs()}
    ground.sql("REVOKE CREATE ON SCHEMA preaggs FROM cube")
    try:
        ground.send(1)
        failed = eventually(
            lambda: [
                run
                for run in ground.dagster.runs(["FAILURE"])
                if run.run_id not in known and "rampart/from" in run.tags
            ],
            bool,
            "a failed run",
        )[0]
        assert "permission denied for schema preaggs" in ground.dagster.why_failed(failed.run_id)
        assert len(ground.unrest().owed) == 1
        assert counted(ground) > failures
        assert answered(ground) == truth(ground)  # what was servable is so still
    finally:
        ground.sql("GRANT CREATE ON SCHEMA preaggs TO cube")

    risen = counted(ground)
    eventually(
        ground.watching(lambda: ground.unrest().owed), lambda owed: not owed, "the build made"
    )
    ground.taken_in(taken.plus(1), "the event")
    assert counted(ground) >= risen > failures


def counted(ground: Ground) -> float:
    """The metric of failed builds of the orders; 0 while there was none."""
    text = httpx.get(ground.stack.environment["RAMPART_METRICS_URL"], timeout=20).text
    found = [line for line in text.splitlines() if line.startswith(_FAILURES)]
    assert 'rampart_scrape_error{part="builds"} 0.0' in text
    return float(found[0].split()[-1]) if found else 0.0
