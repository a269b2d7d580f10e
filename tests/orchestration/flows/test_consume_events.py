"""Consuming at least once: what becomes of each record, whatever fails and whoever dies."""

from collections.abc import Sequence

from metamodel.events.failure_notes import read_note
from orchestration.flows.consumed_event import Event
from orchestration.ports.consumer_group import Place
from orchestration.ports.event_sink import Forwarded
from tests.fakes.consumer_ground import (
    PERMANENT,
    RETRIES,
    STAGES,
    TOPIC,
    TRANSIENT,
    UNKNOWN,
    Ground,
)


def test_events_reach_the_handler_in_order_and_in_one_batch() -> None:
    ground = Ground()
    ground.send("a", "b", "c")
    assert ground.consumption.step() == 3
    assert ground.done == ["a", "b", "c"]
    assert ground.calls == 1
    assert ground.log.pending == 0
    assert (ground.health.handled, ground.health.unready) == (3, None)


def test_what_passes_by_itself_is_tried_again_in_place() -> None:
    ground = Ground({"a": [TRANSIENT, TRANSIENT]})
    ground.send("a", "b")
    ground.consumption.step()
    assert ground.done == ["a", "b"]
    assert ground.sink.forwarded == []


def test_what_does_not_pass_waits_in_the_retry_topics_with_a_note() -> None:
    ground = Ground({"a": [TRANSIENT] * 3})
    ground.send("a")
    began = ground.clock.now()
    ground.consumption.step()
    (record,) = ground.lying(RETRIES[0])
    note = read_note(record.headers)
    assert note is not None
    assert (note.source, note.attempts, note.fault) == (f"{TOPIC}/0/0", 1, "TST-001")
    assert note.group == STAGES.group
    assert note.due_at is not None
    assert 30 <= (note.due_at - began).total_seconds() < 40
    assert ground.consumption.step() == 0  # not due, and the member goes on
    ground.rest()
    assert ground.done == ["a"]
    assert ground.sink.buried == []


def test_after_the_last_retry_topic_it_is_a_dead_letter() -> None:
    ground = Ground({"a": [TRANSIENT] * 99})
    ground.send("a", "b")
    ground.rest()
    assert ground.dead == ["a"]
    assert ground.done == ["b"]
    note = read_note(ground.sink.buried[0].record.headers)
    assert note is not None
    assert (note.attempts, note.due_at) == (4, None)
    assert [len(ground.lying(topic)) for topic in RETRIES] == [2, 2, 2]  # b waited behind it


def test_when_everybody_fails_the_rest_is_not_even_tried_but_before_it_is_given_up() -> None:
    ground = Ground({str(number): [TRANSIENT] * 99 for number in range(20)})
    for number in range(20):
        ground.send(str(number), actor=str(number))
    ground.consumption.step()
    assert ground.calls == 3 + 3  # the batch in place, then three of it
    assert len(ground.lying(RETRIES[0])) == 20
    ground.rest()
    assert len(ground.dead) == 20
    notes = [read_note(letter.record.headers) for letter in ground.sink.buried]
    assert all(note is not None and note.attempts for note in notes)


def test_what_never_passes_is_a_dead_letter_at_once_and_the_rest_of_its_batch_is_handled() -> None:
    ground = Ground({"b": [PERMANENT] * 2})
    ground.send("a", "b", "c", actor="x")
    ground.consumption.step()
    assert ground.done == ["a", "c"]
    assert ground.dead == ["b"]
    assert ground.sink.buried[0].reason == "TST-002 not this one"
    assert ground.health.dead == 1


def test_a_fault_of_no_known_class_is_tried_once_more() -> None:
    ground = Ground({"a": [UNKNOWN] * 4, "b": [UNKNOWN]})
    ground.send("a")
    ground.send("b", actor="two")
    ground.rest()
    assert ground.dead == ["a"]
    assert ground.done == ["b"]


def test_bytes_that_are_no_event_are_a_dead_letter_as_they_came() -> None:
    ground = Ground()
    ground.sink.forward([Forwarded(TOPIC, 0, b"k", b"no avro", (("ce_id", b"1"),))])
    ground.send("a")
    ground.consumption.step()
    (letter,) = ground.sink.buried
    assert (letter.record.key, letter.record.value) == (b"k", b"no avro")
    assert dict(letter.record.headers)["ce_id"] == b"1"
    assert ground.done == ["a"]


def test_a_dead_letter_repeats_no_value_of_its_payload_outside_of_it() -> None:
    ground = Ground()
    ground.send("the reason given")

    def refuse(events: Sequence[Event]) -> None:
        raise KeyError(f"{events[0].payload['reason']} of {events[0].event_id}")

    ground.consumption._handler = refuse
    ground.rest()
    (letter,) = ground.sink.buried
    told = letter.reason.encode() + b"".join(value for _, value in letter.record.headers)
    assert b"the reason given" not in told
    assert b"KeyError" in told


def test_while_nothing_can_be_put_aside_nothing_is_read_and_the_member_says_so() -> None:
    ground = Ground({"a": [PERMANENT]})
    ground.send("a")
    said: list[str] = []

    def look() -> bool:
        said.append(ground.health.unready or "ready")
        ground.sink.down = False
        ground.send("b")
        ground.sink.down = len(said) < 3
        return False

    ground.told_to_end, ground.sink.down = look, True
    ground.consumption.step()
    assert [words.split()[0] for words in said] == ["KAFKA-004"] * 3
    assert ground.done == []  # what came meanwhile was not touched
    assert ground.dead == ["a"]
    ground.consumption.step()
    assert ground.done == ["b"] * 3
    assert ground.health.unready is None


def test_a_member_without_a_broker_is_unready_and_goes_on_when_it_is_back() -> None:
    ground = Ground()
    ground.send("a")
    ground.member.down = True
    assert ground.consumption.step() == 0
    assert ground.health.unready is not None
    ground.member.down = False
    ground.consumption.step()
    assert ground.done == ["a"]
    assert ground.health.unready is None


def test_records_that_came_with_their_places_are_not_lost_if_nobody_says_who_waits_there() -> None:
    ground = Ground()
    ground.send("a", "b")
    ground.member.silent = True
    assert ground.consumption.step() == 0
    assert ground.done == []
    assert ground.health.unready is not None
    ground.member.silent = False
    ground.send("c")
    ground.rest()
    assert ground.done == ["a", "b", "c"]


def test_records_that_wait_for_an_answer_are_dropped_if_their_place_leaves_meanwhile() -> None:
    ground = Ground()
    ground.send("a")
    ground.member.silent = True
    ground.consumption.step()
    ground.member.take(Place(TOPIC, 0))
    ground.member.silent = False
    ground.consumption.step()
    ground.consumption.step()
    assert ground.done == []  # another member has them
    ground.member.give(Place(TOPIC, 0))
    ground.rest()
    assert ground.done == ["a"]


def test_a_position_that_is_not_taken_is_committed_once_it_can_be() -> None:
    ground = Ground()
    ground.send("a")
    said: list[str] = []

    def look() -> bool:
        said.append(ground.health.unready or "ready")
        ground.member.unable = len(said) < 3
        return False

    ground.told_to_end, ground.member.unable = look, True
    ground.consumption.step()
    assert [words.split()[0] for words in said] == ["KAFKA-007"] * 3
    assert (ground.calls, ground.log.pending) == (1, 0)
    ground.consumption.step()
    assert ground.health.unready is None


def test_a_broker_that_is_away_altogether_is_waited_for_with_the_batch_in_hand() -> None:
    ground = Ground({"a": [PERMANENT]})
    ground.send("a")
    looks: list[str] = []

    def look() -> bool:
        looks.append(ground.health.unready or "ready")
        ground.sink.down = ground.member.down = len(looks) < 3
        return False

    handle = ground.handle

    def handle_and_cut(events: Sequence[Event]) -> None:
        ground.sink.down = ground.member.down = True
        handle(events)

    ground.consumption._handler = handle_and_cut
    ground.told_to_end = look
    ground.consumption.step()
    assert len(looks) == 3
    assert (ground.dead, ground.log.pending, ground.calls) == (["a"], 0, 1)


def test_an_event_that_comes_twice_is_handled_once() -> None:
    ground = Ground()
    ground.send("a")
    (record,) = ground.lying(TOPIC)
    ground.consumption.step()
    ground.sink.forward([Forwarded(TOPIC, 0, record.key, record.value, ())])
    ground.consumption.step()
    assert ground.calls == 1
    assert (ground.health.handled, ground.health.again) == (1, 1)


def test_one_that_is_told_to_end_leaves_the_group_with_its_batch_settled() -> None:
    ground = Ground()
    ground.send("a")
    told = iter([False, True])
    ground.told_to_end = lambda: next(told)
    ground.consumption.run()
    assert ground.done == ["a"]
    assert ground.log.pending == 0
    assert ground.member.closed


def test_one_that_is_told_to_end_between_two_attempts_leaves_the_batch_to_others() -> None:
    ground = Ground({"a": [TRANSIENT] * 3})
    ground.send("a")
    told = iter([False, True])
    ground.told_to_end = lambda: next(told)
    ground.consumption.run()
    assert ground.log.pending == 1
    assert ground.member.closed


def test_what_retention_took_first_is_counted_and_the_rest_handled() -> None:
    ground = Ground()
    ground.send("a", "b", "c")
    ground.log.committed[Place(TOPIC, 0)] = 0
    ground.log.low[Place(TOPIC, 0)] = 2
    ground.member.give(Place(TOPIC, 0))
    ground.consumption.step()
    assert (ground.done, ground.health.lost) == (["c"], 2)


def test_however_far_ahead_the_clock_was_that_put_them_aside_they_wait_as_long_as_their_stage() -> (
    None
):
    ground = Ground({"a": [TRANSIENT] * 3, "b": [TRANSIENT] * 3})
    ground.send("a", actor="one")
    ground.send("b", actor="two")
    ground.clock.shift(3600)
    ground.consumption.step()
    ground.clock.shift(-3600)
    ground.clock.advance(1)
    assert ground.consumption.step() == 0  # seen, and not due
    ground.clock.advance(29)
    assert ground.consumption.step() == 0
    ground.clock.advance(2)
    ground.consumption.step()
    ground.consumption.step()  # the second has waited with the first
    assert ground.done == ["a", "b"]


def test_a_clock_that_is_set_back_while_something_waits_does_not_make_it_wait_longer() -> None:
    ground = Ground({"a": [TRANSIENT] * 3})
    ground.send("a")
    ground.consumption.step()
    assert ground.consumption.step() == 0
    ground.clock.shift(-3600)
    ground.clock.advance(40)
    ground.consumption.step()
    assert ground.done == ["a"]
