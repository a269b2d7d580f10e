"""Act f, on the real stack."""

import pytest

from ops.demo.acts.event import ROLLUP, tell_event, tell_restored
from ops.demo.stage import Stage


@pytest.mark.integration
@pytest.mark.timeout(240)
def test_an_event_and_nothing_else_brings_the_new_figure(stage: Stage) -> None:
    next(tell_restored(stage))  # whatever else was changed on this stack is built by now
    stage.wait(lambda: has_rested(stage), bool, "a rollup that may be built at once")
    changed, built, after = tell_event(stage)
    (restored,) = tell_restored(stage)

    assert "SQL has 3 months, the pre-aggregation still shows 2" in changed.evidence
    assert "2 partitions" in built.evidence
    assert "equal to SQL, from orders.by_day" in after.evidence
    assert restored.place == "f4"


def has_rested(stage: Stage) -> bool:
    """Was the rollup built so long ago that all its partitions may be built again?"""
    ((rested,),) = stage.sql(
        "SELECT coalesce(max(coalesce(ended_at, clock_timestamp())), '-infinity')"
        " < clock_timestamp() - make_interval(secs => %s)"
        " FROM rampart.preagg_attempt WHERE rollup = %s",
        stage.settings.min_rebuild_interval_s,
        ROLLUP,
    )
    return bool(rested)
