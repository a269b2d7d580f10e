"""The parts of a consumption."""

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.flows.consumed_event import Event
from orchestration.flows.consumer_parts import ConsumerHealth, Outcome, Recent, Stages
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_source import Record
from tests.fakes.clock import START
from tests.fakes.consumer_group import FakeFetched


def event() -> Event:
    item = FakeFetched(Place(PlatformAuditEvent.name, 0), Record(0, 0, None, None, (), 0))
    return Event(PlatformAuditEvent.new(START), item, 0)


def test_at_least_the_newest_events_are_remembered_and_never_twice_as_many() -> None:
    recent, events = Recent(most=2), [event() for _ in range(5)]
    for one in events:
        recent.add([one])
        assert one in recent
    known = [one in recent for one in events]
    assert known == [False, False, True, True, True]


def test_a_batch_is_known_by_any_of_its_events() -> None:
    recent, events = Recent(), [event() for _ in range(3)]
    assert not recent.knows_any(events)
    recent.add(events[1:2])
    assert recent.knows_any(events)
    assert not recent.knows_any([events[0], events[2]])


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
