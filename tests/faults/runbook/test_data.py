"""Data that is wrong, lost or waits: the runbook puts it right."""

import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.kernel.clock import SystemClock
from ops.cli._connection import settings_for
from orchestration.composition import event_codec, event_sink
from orchestration.ports.event_sink import DeadLetter
from orchestration.ports.event_source import Record
from tests.eventually import eventually
from tests.faults.runbook.ground import Ground
from tests.faults.runbook.guide import codes

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
TOPIC = PreaggRefresh.name
REFRESH = {
    "cube": "orders",
    "pre_aggregation": "by_day",
    "range_start": None,
    "range_end": None,
    "requested_by": "test",
    "reason": "a rollup that is published by now",
}


def test_dead_letters(ground: Ground) -> None:
    guide = ground.guide("Dead letters")
    payload = PreaggRefresh.new(SystemClock().now(), **REFRESH)
    settings = settings_for(ground.name)
    value, sink = event_codec(settings).encode(TOPIC, payload), event_sink(settings)
    sink.bury(
        [
            DeadLetter(TOPIC, Record(0, 3, b"orders", value, (), 0), "EVT-101 orders.by_day"),
            DeadLetter(TOPIC, Record(0, 4, b"orders", b"nonsense", (), 0), "EVT-001 nonsense"),
        ]
    )
    place = {f"{TOPIC}.dlq/0/17": f"{TOPIC}.dlq/0/0"}
    stats, listed, shown = guide.follow("Look first", place)
    assert codes([stats, listed, shown]) == [1, 0, 0]
    assert '"cube": "orders"' in shown.said

    dry, sent, discarded = guide.follow("Do")
    assert [dry.said, sent.said] == ["would be: 1 sent\n", "1 sent\n"]
    assert discarded.said.endswith(" discarded\n")  # a pill of another incident may be among them
    assert codes(guide.follow("Done when")) == [0]


def test_data_written_by_a_bug(ground: Ground) -> None:
    guide = ground.guide("Data written by a bug")
    mark = ground.leave_a_mark()
    eventually(lambda: ground.marked(mark), bool, "the action")
    ground.sql("DELETE FROM rampart.audit_event WHERE object_id = %s", mark)

    since = "2026-01-31T12:00Z"
    assert codes(guide.follow("Do", {since: since})) == [0, 0, 0, 0]
    eventually(lambda: ground.marked(mark), bool, "what was lost, read again")


def test_pre_aggregation_never_rebuilt(ground: Ground) -> None:
    guide = ground.guide("Pre-aggregation never rebuilt")
    query = "SELECT built_table FROM rampart.preagg_partition WHERE built_table IS NOT NULL LIMIT 1"
    ((table,),) = ground.sql(query)
    ground.sql(f"DROP TABLE {table}")
    status, healed = guide.follow("Look first")
    assert (status.code, healed.code) == (0, 1)  # the ledger believed it, until it looked
    assert f"gone: {table}" in healed.said

    assert codes(guide.follow("Do")) == [0, 0, 0]


def test_group_lags_behind(ground: Ground) -> None:
    guide = ground.guide("Group lags behind")
    for _ in range(50):
        ground.leave_a_mark()
    assert codes(guide.follow("Look first")) == [0, 0, 0]
