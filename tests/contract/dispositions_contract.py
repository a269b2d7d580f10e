"""What every memory of decisions about dead letters keeps to."""

from datetime import UTC, datetime

import pytest

from orchestration.ports.dispositions import (
    Disposition,
    Dispositions,
    DispositionsBusy,
    Fate,
    Slot,
)

LETTERS, TOPIC_ID = "events.v1.dlq", "topic-1"
AT = datetime(2026, 1, 31, 12, tzinfo=UTC)
SENT = Disposition(Fate.REPLAYED, 1, "operator", "ticket 7", AT)
GIVEN_UP = Disposition(Fate.DISCARDED, 1, "operator", "nobody misses it", AT)
FIRST, SECOND = Slot(0, 3), Slot(1, 3)


class DispositionsContract:
    """Subclasses give `memory`."""

    def test_nothing_was_decided_about_letters_nobody_looked_at(self, memory: Dispositions) -> None:
        assert memory.of(LETTERS) == {}

    def test_the_last_decision_counts(self, memory: Dispositions) -> None:
        memory.decide(LETTERS, TOPIC_ID, {FIRST: SENT, SECOND: SENT})
        memory.decide(LETTERS, TOPIC_ID, {SECOND: GIVEN_UP})

        assert memory.of(LETTERS) == {TOPIC_ID: {FIRST: SENT, SECOND: GIVEN_UP}}

    def test_topics_and_those_made_anew_are_apart(self, memory: Dispositions) -> None:
        memory.decide(LETTERS, TOPIC_ID, {FIRST: SENT})
        memory.decide(LETTERS, "topic-2", {FIRST: GIVEN_UP})
        memory.decide("others.v1.dlq", TOPIC_ID, {FIRST: GIVEN_UP})

        assert memory.of(LETTERS) == {TOPIC_ID: {FIRST: SENT}, "topic-2": {FIRST: GIVEN_UP}}

    def test_what_is_forgotten_waits_again(self, memory: Dispositions) -> None:
        memory.decide(LETTERS, TOPIC_ID, {FIRST: SENT, SECOND: SENT})
        memory.forget(LETTERS, TOPIC_ID, [FIRST, Slot(9, 9)])

        assert memory.of(LETTERS) == {TOPIC_ID: {SECOND: SENT}}

    def test_one_decides_at_a_time(self, memory: Dispositions) -> None:
        with memory.alone(), pytest.raises(DispositionsBusy), memory.alone():
            pass
        with memory.alone():
            pass
