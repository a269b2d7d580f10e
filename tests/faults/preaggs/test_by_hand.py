"""What an operator does by hand on the running platform: rewind the sensor, heal the ledger."""

import pytest

from ops.cli.preagg import CLEAN, FINDINGS
from orchestration.ports.ledger import PartitionState
from tests.eventually import eventually
from tests.faults.preaggs.dagster_window import DUE_SENSOR
from tests.faults.preaggs.documents import ORDERS_ROLLUP
from tests.faults.preaggs.ground import Ground

pytestmark = pytest.mark.faults


def test_rewinding_takes_every_event_in_again_under_a_new_epoch(ground: Ground) -> None:
    ground.send(5)
    ground.at_rest()
    old, taken = ground.cursor(), ground.intakes.taken()
    held = ground.platform.source.state()
    events = sum(end - held.low[item] for item, end in held.high.items())

    said = ground.cli("rewind", "--to", "earliest")

    assert said.exit_code == 0, said.output
    assert ground.cursor().epoch != old.epoch
    assert ground.cursor().epoch in said.output
    ground.taken_in(taken.plus(events), "all events of the topic, again")


def test_a_dropped_table_is_found_by_healing_and_built_again(ground: Ground) -> None:
    with ground.stopped(DUE_SENSOR):
        dropped = partition(ground)
        ground.sql(f"DROP TABLE {dropped.built_table}")
        with pytest.raises(AssertionError, match="servable without a table"):
            ground.watching(lambda: None)()  # the watch of the other tests does see it

        said = ground.cli("heal")

        assert said.return_value == FINDINGS
        assert f"gone: {dropped.built_table}" in said.output
        assert not partition(ground).servable
    found = eventually(
        lambda: partition(ground), lambda state: state.servable, "the partition built again"
    )
    assert found.built_table != dropped.built_table
    assert ground.cli("heal").return_value == CLEAN


def partition(ground: Ground) -> PartitionState:
    """One partition of the orders, as the ledger knows it."""
    fp = next(item.rollup_fp for item in ground.current.rollups if item.path == ORDERS_ROLLUP)
    states = ground.platform.build.ledger.states([fp])
    return next(state for state in states if state.key.partition == "1995-01-01")
