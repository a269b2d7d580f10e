"""Programs that are away: the runbook brings them back."""

import psycopg
import pytest

from metamodel.events._example import example_of
from metamodel.events.codec import Codec
from metamodel.events.platform_audit_event import PlatformAuditEvent
from presence_api.adapters.outbox_postgres import insert_of
from presence_api.ports.outbox import OutgoingEvent
from tests.eventually import eventually
from tests.faults.runbook.ground import Ground
from tests.faults.runbook.guide import REFUSED, codes

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]
TOPIC = PlatformAuditEvent.name


def test_group_stalled_or_without_members(ground: Ground) -> None:
    guide = ground.guide("Group stalled or without members")
    ground.kill("audit_sink")
    mark = ground.leave_a_mark()
    health, status = guide.follow("Look first")
    assert (health.code, status.code) == (REFUSED, 1)
    assert "audit_sink       dead" in status.said

    assert codes(guide.follow("Do")) == [0]
    eventually(lambda: ground.marked(mark), bool, "the action meanwhile")
    assert codes(guide.follow("Look first")) == [0, 0]


def test_poison_pill_loop(ground: Ground) -> None:
    guide = ground.guide("Poison pill loop")
    ground.stack.stop("audit_sink")  # it died of the next record
    before = ground.high(TOPIC)
    ground.send(TOPIC, b"deadly")
    mark = ground.leave_a_mark()
    top, letters = guide.follow("Look first")
    assert TOPIC in top.said
    assert "no letters" in letters.said  # nobody got so far as to write one

    stopped, rewound, started = guide.follow("Do", {"0:18": f"0:{before + 1}"})
    assert codes([stopped, rewound, started]) == [0, 0, 0]
    assert f"is 0:{before + 1}" in rewound.said
    eventually(lambda: ground.marked(mark), bool, "what lay behind the pill")


def test_outbox_backlog(ground: Ground) -> None:
    guide = ground.guide("Outbox backlog")
    ground.kill("presence_worker")
    value = Codec.committed().encode(TOPIC, example_of(PlatformAuditEvent.schema))
    with psycopg.connect(ground.stack.environment["RAMPART_DATABASE_URL"]) as connection:
        connection.execute(*insert_of([OutgoingEvent("entity.lifecycle.v1", "k", value, {})]))
    status, waiting = guide.follow("Look first")
    assert (status.code, waiting.code) == (1, 0)

    started, listed, *_ = guide.follow("Do")
    assert codes([started, listed]) == [0, 0]  # none is parked
    rows = "SELECT count(*) FROM rampart.outbox"
    eventually(lambda: ground.sql(rows), [(0,)].__eq__, "an empty outbox")


def test_bulk_updates_wait(ground: Ground) -> None:
    guide = ground.guide("Bulk updates wait")
    ground.kill("presence_worker")
    status, waiting = guide.follow("Look first")
    assert (status.code, waiting.code) == (1, 0)
    assert "presence_worker  dead" in status.said

    assert codes(guide.follow("Do")) == [0]
    assert codes(guide.follow("Look first")) == [0, 0]


def test_schema_rejected_or_wrong(ground: Ground) -> None:
    guide = ground.guide("Schema rejected or wrong")
    ground.kill("schema_registry")
    check, diff = guide.follow("Look first")
    assert check.code == 3  # it could not look, which is not clean
    assert diff.code == 0

    assert codes(guide.follow("Do")) == [0]
    assert codes(guide.follow("Look first")) == [0, 0]


def test_figures_are_missing(ground: Ground) -> None:
    guide = ground.guide("Figures are missing")
    ground.kill("metrics")
    assert codes(guide.follow("Look first")) == [REFUSED, 1]

    assert codes(guide.follow("Do")) == [0, 0]
    figures, status = guide.follow("Look first")
    assert codes([figures, status]) == [0, 0]
    assert "rampart_scrape_error" in figures.said


def test_broker_restart(ground: Ground) -> None:
    guide = ground.guide("Broker restart")
    assert codes(guide.follow("Do")) == [0, 0]
    eventually(lambda: codes(guide.follow("Done when")), ([0]).__eq__, "everything is ready")
    ground.require_sound()


def test_no_active_controller(ground: Ground) -> None:
    guide = ground.guide("No active controller")
    ground.kill("kafka_1")
    (status,) = guide.follow("Look first")
    assert status.code == 1
    assert "kafka_1          dead" in status.said

    assert codes(guide.follow("Do")) == [0]
    (plan,) = guide.follow("Done when")
    assert plan.code == 0


def test_partitions_offline_or_under_replicated(ground: Ground) -> None:
    guide = ground.guide("Partitions offline or under-replicated")
    ground.kill("kafka_1")
    assert codes(guide.follow("Look first")) == [1]
    assert codes(guide.follow("Do")) == [0]
