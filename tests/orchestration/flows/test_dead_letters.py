"""Dead letters are found by what is known of them."""

from datetime import timedelta

import pytest

from metamodel.events.platform_audit_event import PlatformAuditEvent
from orchestration.flows.dead_letters import (
    UNKNOWN,
    BadSelection,
    LetterGone,
    LetterPlace,
    Selection,
    Standing,
    count_letters,
    find_letters,
    find_waiting,
)
from orchestration.ports.dispositions import Disposition, Fate, Slot
from tests.fakes.clock import START
from tests.fakes.letter_boxes import FakeLetters, note

TOPIC, LETTERS = PlatformAuditEvent.name, PlatformAuditEvent.dead_letter_topic()


def offsets(letters: FakeLetters, selection: Selection, most: int | None = None) -> list[int]:
    return [item.place.offset for item in find_letters(letters.tools.boxes, selection, most)]


def decide(letters: FakeLetters, offset: int, fate: Fate, times: int = 1) -> None:
    made = Disposition(fate, times, "operator", "a test", START)
    topic_id = letters.source.state().topic_id
    letters.dispositions.decide(LETTERS, topic_id, {Slot(0, offset): made})


def test_a_letter_of_a_consumer_says_where_it_came_from_and_why() -> None:
    letters = FakeLetters()
    letters.bury()
    (found,) = find_letters(letters.tools.boxes, Selection())
    assert (found.origin, found.fault, found.message) == (f"{TOPIC}/0/7", "ValueError", "no room")
    assert (found.key, found.replays, found.standing) == ("k", 0, Standing.WAITING)
    assert found.buried_at == START


def test_a_letter_of_an_intake_has_two_headers_only() -> None:
    letters = FakeLetters()
    reason = b"EVT-101 orders.by_dy (hint: Correct the producer.)"
    letters.bury(headers=(("dlq.source", b"t/1/2"), ("dlq.reason", reason)))
    (found,) = find_letters(letters.tools.boxes, Selection())
    assert (found.origin, found.fault, found.message) == ("t/1/2", "EVT-101", "orders.by_dy")


def test_a_letter_of_another_program_is_shown_as_far_as_it_can_be() -> None:
    letters = FakeLetters()
    letters.bury(headers=(("x-original-topic", b"t"), ("x-attempts", b"many")), key=b"\xff")
    (found,) = find_letters(letters.tools.boxes, Selection())
    assert (found.origin, found.fault, found.key, found.note) == (UNKNOWN, UNKNOWN, "\ufffd", None)


def test_every_word_of_a_selection_has_to_hold() -> None:
    letters = FakeLetters()
    letters.bury(at=START)
    letters.bury(at=START + timedelta(hours=1), key=b"other")
    letters.bury(at=START + timedelta(hours=2), headers=note(TOPIC, fault="EVT-001").headers())

    assert offsets(letters, Selection()) == [0, 1, 2]
    assert offsets(letters, Selection(), most=2) == [0, 1]
    assert offsets(letters, Selection(since=START + timedelta(hours=1))) == [1, 2]
    assert offsets(letters, Selection(until=START + timedelta(hours=1))) == [0]
    assert offsets(letters, Selection(key="other")) == [1]
    assert offsets(letters, Selection(fault="EVT-001")) == [2]
    assert offsets(letters, Selection(fault="EVT-001", key="other")) == []
    assert offsets(letters, Selection(topics=frozenset({TOPIC}))) == [0, 1, 2]
    assert offsets(letters, Selection(places=frozenset({LetterPlace(LETTERS, 0, 1)}))) == [1]


def test_what_was_decided_about_a_letter_is_how_it_stands() -> None:
    letters = FakeLetters()
    for _ in range(4):
        letters.bury()
    decide(letters, 0, Fate.REPLAYED)
    decide(letters, 1, Fate.DISCARDED)
    decide(letters, 2, Fate.REPLAYING)  # was cut off: it waits

    assert offsets(letters, Selection()) == [2, 3]
    assert offsets(letters, Selection(standing=Standing.REPLAYED)) == [0]
    assert offsets(letters, Selection(standing=Standing.DISCARDED)) == [1]
    assert offsets(letters, Selection(standing=None)) == [0, 1, 2, 3]


def test_decisions_about_a_topic_that_was_deleted_are_not_about_its_successor() -> None:
    letters = FakeLetters()
    letters.bury()
    decide(letters, 0, Fate.DISCARDED)
    letters.source.recreate(1)
    letters.bury()
    assert offsets(letters, Selection()) == [0]


@pytest.mark.parametrize(
    "selection",
    [
        Selection(topics=frozenset({"nobodys.v1"})),
        Selection(places=frozenset({LetterPlace("nobodys.v1.dlq", 0, 0)})),
    ],
)
def test_a_topic_without_dead_letters_is_refused(selection: Selection) -> None:
    letters = FakeLetters()
    with pytest.raises(BadSelection, match=TOPIC):
        find_letters(letters.tools.boxes, selection)


def test_a_letter_that_is_not_there_is_refused() -> None:
    letters = FakeLetters()
    letters.bury()
    for place in (LetterPlace(LETTERS, 0, 1), LetterPlace(LETTERS, 9, 0)):
        with pytest.raises(LetterGone, match="holds"):
            find_letters(letters.tools.boxes, Selection(places=frozenset({place})))


def test_a_place_is_written_and_read_the_same_way() -> None:
    place = LetterPlace(LETTERS, 0, 12)
    assert LetterPlace.parse(str(place)) == place
    for text in ("", LETTERS, f"{LETTERS}/0", f"{LETTERS}/0/x", f"{LETTERS}/0/1/2"):
        with pytest.raises(BadSelection):
            LetterPlace.parse(text)


def test_a_selection_is_a_sentence_for_the_record() -> None:
    assert str(Selection()) == "all, waiting"
    words = Selection(topics=frozenset({TOPIC}), since=START, fault="EVT-001", standing=None)
    assert str(words) == f"{TOPIC}, since {START.isoformat()}, fault EVT-001, any"
    assert (Selection().narrow, words.narrow) == (False, True)


def test_letters_are_counted_by_topic_and_fault() -> None:
    letters = FakeLetters()
    letters.bury(at=START)
    letters.bury(at=START + timedelta(hours=1))
    letters.bury(at=START + timedelta(hours=2))
    letters.bury(headers=note(TOPIC, fault="EVT-001").headers())
    decide(letters, 0, Fate.REPLAYED)
    decide(letters, 3, Fate.DISCARDED)

    first, second = count_letters(letters.tools.boxes, Selection(standing=None))
    assert (first.topic, first.fault, first.discarded, first.waiting) == (TOPIC, "EVT-001", 1, 0)
    assert (second.fault, second.waiting, second.replayed) == ("ValueError", 2, 1)
    assert second.oldest_waiting_at == START + timedelta(hours=1)
    assert first.oldest_waiting_at is None


def test_what_waits_is_counted_and_dated_without_reading_it_all() -> None:
    letters = FakeLetters()
    (box,) = letters.tools.boxes
    assert find_waiting(box) == (0, None)
    for hours in range(4):
        letters.bury(at=START + timedelta(hours=hours))
    letters.source.delete_before(0, 1)
    decide(letters, 0, Fate.REPLAYED)  # gone since
    decide(letters, 1, Fate.REPLAYED)
    decide(letters, 3, Fate.DISCARDED)

    since_ms = int((START + timedelta(hours=2)).timestamp() * 1000)
    assert find_waiting(box) == (1, since_ms)
    assert box.decided
