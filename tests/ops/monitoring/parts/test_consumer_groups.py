"""Lag, stalls and empty groups as metrics."""

from metamodel.events.platform_audit_event import PlatformAuditEvent
from ops.monitoring.parts.consumer_groups import STALLED_AFTER_S, ConsumerGroups
from orchestration.ports.consumer_group import Place
from orchestration.ports.group_positions import ConsumerGroup
from tests.fakes.sources import RETRY, FakeSources
from tests.ops.monitoring.shown import shown

GROUP, TOPIC = "rampart.audit-sink", PlatformAuditEvent.name
LABELS = f'{{group="{GROUP}",partition="0",topic="{TOPIC}"}}'


def reading(position: int, *ages_s: float) -> FakeSources:
    """A group at a position of a log whose records are that old now."""
    sources = FakeSources()
    now_ms = int(sources.clock.now().timestamp() * 1000)
    for age_s in ages_s:
        sources.log.append(Place(TOPIC, 0), now_ms - int(age_s * 1000))
    sources.groups.commit(GROUP, Place(TOPIC, 0), position)
    return sources


def state(seen: dict[str, float]) -> list[str]:
    words = ("ACTIVE", "STALLED", "EMPTY")
    name = "rampart_consumer_group_state"
    return [word for word in words if seen[f'{name}{{group="{GROUP}",state="{word}"}}']]


def test_lag_is_shown_in_records_and_in_seconds() -> None:
    seen = shown(ConsumerGroups(reading(1, 300, 200, 100).made))

    assert seen[f"rampart_consumer_group_lag_records{LABELS}"] == 2
    assert seen[f"rampart_consumer_group_lag_seconds{LABELS}"] == 200
    assert state(seen) == ["ACTIVE"]


def test_on_an_idle_topic_that_was_read_no_time_passes() -> None:
    sources = reading(2, 300, 200)
    sources.clock.advance(3600)
    seen = shown(ConsumerGroups(sources.made))

    assert seen[f"rampart_consumer_group_lag_seconds{LABELS}"] == 0
    assert seen[f"rampart_consumer_group_stalled_seconds{LABELS}"] == 0


def test_a_group_that_stands_before_a_record_is_stalled_also_if_nothing_more_arrives() -> None:
    sources = reading(1, 300, 200)
    part = ConsumerGroups(sources.made)
    shown(part)
    sources.clock.advance(STALLED_AFTER_S)
    seen = shown(part)

    assert seen[f"rampart_consumer_group_stalled_seconds{LABELS}"] == STALLED_AFTER_S
    assert seen[f"rampart_consumer_group_lag_seconds{LABELS}"] == 200 + STALLED_AFTER_S
    assert state(seen) == ["STALLED"]


def test_a_group_whose_members_are_gone_is_empty() -> None:
    sources = reading(2, 300, 200)
    sources.groups.known[GROUP] = ConsumerGroup(GROUP, joins=True, has_members=False)

    assert state(shown(ConsumerGroups(sources.made))) == ["EMPTY"]


def test_a_partition_that_was_never_committed_counts_whole_in_a_topic_that_is_read() -> None:
    sources = reading(1, 300)
    sources.log.append(Place(TOPIC, 1), int(sources.clock.now().timestamp() * 1000) - 5000)
    seen = shown(ConsumerGroups(sources.made))

    labels = LABELS.replace('partition="0"', 'partition="1"')
    assert seen[f"rampart_consumer_group_lag_records{labels}"] == 1
    assert seen[f"rampart_consumer_group_lag_seconds{labels}"] == 5


def test_records_from_the_future_are_no_negative_lag() -> None:
    seen = shown(ConsumerGroups(reading(0, -60).made))

    assert seen[f"rampart_consumer_group_lag_seconds{LABELS}"] == 0


def test_a_group_is_seen_to_stall_also_by_a_clock_that_is_an_hour_behind() -> None:
    sources = reading(0, -3600)
    part = ConsumerGroups(sources.made)
    shown(part)
    sources.clock.advance(STALLED_AFTER_S)
    seen = shown(part)

    assert seen[f"rampart_consumer_group_lag_seconds{LABELS}"] == 0
    assert state(seen) == ["STALLED"]


def test_what_retention_took_is_not_waited_for() -> None:
    sources = reading(0, 300, 200)
    sources.log.low[Place(TOPIC, 0)] = 1
    del sources.log.records[Place(TOPIC, 0)][0]
    seen = shown(ConsumerGroups(sources.made))

    assert seen[f"rampart_consumer_group_lag_records{LABELS}"] == 1


def test_a_record_in_a_retry_topic_is_no_lag_before_it_is_due() -> None:
    sources, place = FakeSources(), Place(RETRY, 0)
    sources.log.append(place, int(sources.clock.now().timestamp() * 1000))
    sources.groups.commit(GROUP, place, 0)
    part = ConsumerGroups(sources.made)
    labels = LABELS.replace(TOPIC, RETRY)
    seen = []
    for passing_s in (0, 20, 25, 15):
        sources.clock.advance(passing_s)
        found = shown(part)
        names = ("lag_seconds", "stalled_seconds")
        seen.append([found[f"rampart_consumer_group_{name}{labels}"] for name in names])

    assert seen == [[0, 0], [0, 0], [15, 25], [30, 40]]  # it was seen to be free after 20 s


def test_other_peoples_groups_are_not_shown() -> None:
    sources = reading(0, 300)
    sources.groups.commit("elsewhere.sink", Place(TOPIC, 0), 0)

    assert not [series for series in shown(ConsumerGroups(sources.made)) if "elsewhere" in series]


def test_on_a_broker_that_is_away_all_of_it_is_absent() -> None:
    sources = reading(0, 300)
    sources.groups.down = True

    seen = shown(ConsumerGroups(sources.made))
    assert seen == {'rampart_scrape_error{part="consumer_groups"}': 1}
