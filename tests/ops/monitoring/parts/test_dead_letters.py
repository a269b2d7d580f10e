"""Dead letters as metrics."""

from ops.monitoring.parts.dead_letters import DeadLetters
from orchestration.ports.consumer_group import Place
from orchestration.ports.dispositions import Disposition, Fate, Slot
from tests.fakes.clock import START
from tests.fakes.platform import TOPIC
from tests.fakes.sources import FakeSources
from tests.ops.monitoring.shown import shown

LABEL = f'{{topic="{TOPIC}"}}'
LETTERS = Place(f"{TOPIC}.dlq", 0)


def test_they_are_counted_and_dated_by_the_topic_they_come_from() -> None:
    sources = FakeSources()
    now_ms = int(sources.clock.now().timestamp() * 1000)
    for age_s in (900, 600, 60):
        sources.log.append(LETTERS, now_ms - age_s * 1000)
    sources.log.low[LETTERS] = 1
    del sources.log.records[LETTERS][0]
    seen = shown(DeadLetters(sources.made))

    assert seen[f"rampart_dead_letters_records{LABEL}"] == 2
    assert seen[f"rampart_dead_letters_pending_records{LABEL}"] == 2
    assert seen[f"rampart_dead_letters_written_total{LABEL}"] == 3
    assert seen[f"rampart_dead_letters_oldest_age_seconds{LABEL}"] == 600
    assert seen[f"rampart_dead_letters_newest_age_seconds{LABEL}"] == 60


def test_what_was_decided_about_does_not_wait_and_has_no_age() -> None:
    sources = FakeSources()
    now_ms = int(sources.clock.now().timestamp() * 1000)
    for age_s in (900, 600, 60):
        sources.log.append(LETTERS, now_ms - age_s * 1000)
        sources.letters.append(b"", timestamp_ms=now_ms - age_s * 1000)
    topic_id = sources.letters.state().topic_id
    made = Disposition(Fate.DISCARDED, 0, "operator", "a test", START)
    sources.dispositions.decide(LETTERS.topic, topic_id, {Slot(0, 0): made})
    seen = shown(DeadLetters(sources.made))

    assert seen[f"rampart_dead_letters_records{LABEL}"] == 3
    assert seen[f"rampart_dead_letters_pending_records{LABEL}"] == 2
    assert seen[f"rampart_dead_letters_oldest_age_seconds{LABEL}"] == 600

    sources.dispositions.decide(LETTERS.topic, topic_id, {Slot(0, n): made for n in (1, 2)})
    seen = shown(DeadLetters(sources.made))
    assert seen[f"rampart_dead_letters_pending_records{LABEL}"] == 0
    assert f"rampart_dead_letters_oldest_age_seconds{LABEL}" not in seen


def test_where_there_are_none_there_is_a_zero_and_no_age() -> None:
    sources = FakeSources()
    sources.log.high[LETTERS] = 0
    seen = shown(DeadLetters(sources.made))

    assert seen[f"rampart_dead_letters_written_total{LABEL}"] == 0
    assert not [series for series in seen if "age" in series]
