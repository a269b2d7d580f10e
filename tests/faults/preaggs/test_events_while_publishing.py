"""Rows that change, with their events, around a publish and a roll-back show in what serves."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from orchestration.adapters.cube_http import CubeHttp
from orchestration.adapters.ledger_postgres import PostgresLedger
from orchestration.adapters.postgres import Postgres
from orchestration.flows.publish_model import roll_back_model
from orchestration.ports.cube import Caller
from orchestration.settings import Settings
from tests.eventually import PATIENCE_S, eventually
from tests.faults.preaggs.documents import with_rollup
from tests.faults.preaggs.figures import answered, truth
from tests.faults.preaggs.ground import Ground

pytestmark = pytest.mark.faults

EARLY, LATE = 0, 900  # days of the first and of a later quarter of those that events name
POSTS_BEFORE = 20  # by then the partitions of EARLY are built, and some are not
_RAISE = """
UPDATE orders SET o_totalprice = o_totalprice + %s WHERE o_orderkey =
(SELECT min(o_orderkey) FROM orders WHERE o_orderdate = %s)
"""


class InterruptedCube(CubeHttp):
    """Cube, with something that happens in the middle of a publisher's builds, once."""

    def __init__(self, settings: Settings, happen: Callable[[], None]) -> None:
        super().__init__(settings.cube_url, settings.cube_api_secret.get_secret_value())
        self._happen = happen
        self.posts = 0

    def post_build(
        self, rollup: str, date_range: tuple[str, str] | None, caller: Caller, *, timezone: str
    ) -> Sequence[str]:
        self.posts += 1
        if self.posts == POSTS_BEFORE:
            self._happen()
        return super().post_build(rollup, date_range, caller, timezone=timezone)


def test_changes_during_a_candidates_build_and_before_a_roll_back_show_in_what_serves(
    ground: Ground,
) -> None:
    first, taken = ground.current.version, ground.intakes.taken()
    untouched = truth(ground)

    def change_early() -> None:
        change(ground, EARLY, 1)
        eventually(ground.intakes.taken, taken.plus(1).__eq__, "the event taken in meanwhile")

    cube = InterruptedCube(ground.settings, change_early)
    tools = ground.platform.publish
    ledger = PostgresLedger(Postgres(ground.url, PATIENCE_S), lease_s=PATIENCE_S)
    interrupted = replace(tools, build=replace(tools.build, cube=cube, ledger=ledger))
    document = with_rollup({"dimensions": ["orderpriority", "tenant_id"]}, "1.8.0")
    second = ground.publish(document, interrupted).publication.version
    try:
        assert cube.posts > POSTS_BEFORE
        assert ground.current.version == second != first
        shows(ground, "the change made during the candidate's build")

        change(ground, LATE, 2)
        ground.taken_in(taken.plus(2), "the event between publish and roll-back")
    finally:
        roll_back_model(ground.source.name, ground.platform.publish, run_id="faults")

    assert ground.current.version == first
    shows(ground, "both changes in the version that was rolled back to")
    assert truth(ground) != untouched
    change(ground, EARLY, -1)
    change(ground, LATE, -2)
    ground.taken_in(taken.plus(4), "the rows put back")
    shows(ground, "the rows as they were")
    assert truth(ground) == untouched


def change(ground: Ground, number: int, by: int) -> None:
    """Change one order of a day, and send the event that says so."""
    ground.sql(_RAISE, by, ground.day(number))
    ground.send(1, first=number)


def shows(ground: Ground, words: str) -> None:
    """Wait until what serves answers as SQL does, from the pre-aggregation."""
    wanted = truth(ground)
    eventually(lambda: answered(ground), wanted.__eq__, words)
