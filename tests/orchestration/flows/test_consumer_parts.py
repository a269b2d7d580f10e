"""The parts of a consumption."""

from uuid import uuid4

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.flows.consumer_parts import ConsumerHealth, Outcome, Recent, Stages
from orchestration.ports.consumer_group import Place
from tests.fakes.clock import START


def test_only_the_newest_ids_are_remembered() -> None:
    recent, ids = Recent(most=2), [uuid4() for _ in range(3)]
    for event_id in ids:
        recent.add(event_id)
    assert [event_id in recent for event_id in ids] == [False, True, True]


def test_a_topic_without_retries_has_one_stage() -> None:
    stages = Stages(PreaggRefresh, "rampart.test")
    assert stages.topics == (PreaggRefresh.name,)
    assert stages.last == 0
    assert stages.siblings(Place(PreaggRefresh.name, 1)) == ()


def test_retry_topics_are_stages_with_growing_waits() -> None:
    stages = Stages(PlatformAuditEvent, "rampart.test")
    waits = [(stages.due_at(stage, START) - START).total_seconds() for stage in (1, 2, 3)]
    assert waits == [30, 300, 1800]
    retry = Place(f"{PlatformAuditEvent.name}.retry.2", 4)
    assert stages.of(retry) == 2
    assert stages.siblings(retry) == ()
    assert {place.partition for place in stages.siblings(Place(PlatformAuditEvent.name, 4))} == {4}


def test_health_counts_what_was_committed() -> None:
    health = ConsumerHealth()
    health.settled(Outcome(handled=3, again=1), START)
    health.settled(Outcome(handled=1), START)
    assert (health.handled, health.again, health.aside, health.dead) == (4, 1, 0, 0)
    assert health.settled_at == START
