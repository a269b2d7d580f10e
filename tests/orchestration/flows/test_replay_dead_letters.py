"""Letters are sent again, or given up, and both is remembered."""

import pytest

from metamodel.events.core_reporting_preagg_refresh import PreaggRefresh
from metamodel.events.failure_notes import read_note, replays_of
from metamodel.events.platform_audit_event import PlatformAuditEvent
from metamodel.streaming.topic_configs import LARGEST_LETTER_BYTES
from orchestration.flows.dead_letters import BadSelection, Selection, Standing, find_letters
from orchestration.flows.replay_dead_letters import (
    MOST_REPLAYS,
    Decision,
    KeptBack,
    ReplayReport,
    discard_dead_letters,
    replay_dead_letters,
)
from orchestration.ports.dispositions import DispositionsBusy, Fate
from orchestration.ports.event_sink import EventNotDelivered
from tests.fakes.letter_boxes import FakeLetters, note

TOPIC, LETTERS = PlatformAuditEvent.name, PlatformAuditEvent.dead_letter_topic()
FIRST_RETRY = PlatformAuditEvent.retry_topics()[0]
WHO = Decision("operator", "ticket 7")
WAITING, AGAIN = Selection(), Selection(standing=None)


def replay(letters: FakeLetters, selection: Selection = WAITING, **words: bool) -> ReplayReport:
    return replay_dead_letters(selection, WHO, letters.tools, **words)


def standings(letters: FakeLetters) -> list[Standing]:
    return [item.standing for item in find_letters(letters.tools.boxes, AGAIN)]


def test_a_letter_goes_to_the_failing_groups_first_retry_topic_with_its_note() -> None:
    letters = FakeLetters()
    headers = (("ce_id", b"1"), *note(TOPIC, offset=9, partition=0).headers())
    letters.bury(headers=(*headers, ("dlq.source", b"x"), ("dlq.reason", b"y")))
    report = replay(letters)

    assert (report.sent, str(report)) == (1, "1 sent")
    (sent,) = letters.sink.forwarded
    assert (sent.topic, sent.partition, sent.key) == (FIRST_RETRY, 0, b"k")
    assert sent.value == letters.event()
    again = read_note(sent.headers)
    assert again is not None
    assert (again.offset, again.attempts, again.due_at) == (9, 3, None)
    assert (again.replay_of, again.replay_count) == (f"{LETTERS}/0/0", 1)
    assert dict(sent.headers)["ce_id"] == b"1"
    assert not [name for name, _ in sent.headers if name.startswith("dlq.")]
    assert standings(letters) == [Standing.REPLAYED]


def test_a_topic_without_retries_gets_it_back_itself_at_its_own_partition() -> None:
    letters = FakeLetters(PreaggRefresh)
    place = f"{PreaggRefresh.name}/2/5".encode()
    letters.bury(headers=(("dlq.source", place), ("dlq.reason", b"EVT-101 x")))
    assert replay(letters).sent == 1
    (sent,) = letters.sink.forwarded
    assert (sent.topic, sent.partition, replays_of(sent.headers)) == (PreaggRefresh.name, 2, 1)


def test_what_was_sent_again_is_not_sent_again_by_itself() -> None:
    letters = FakeLetters()
    letters.bury()
    assert replay(letters).sent == 1
    assert replay(letters).sent == 0


def test_a_letter_is_sent_again_three_times_at_most_wherever_it_dies() -> None:
    letters = FakeLetters()
    letters.bury()
    for _ in range(MOST_REPLAYS):
        assert replay(letters, AGAIN).sent == 1
        (*_, sent) = letters.sink.forwarded
    assert replay(letters, AGAIN).kept_back == {KeptBack.TOO_OFTEN: 1}

    once_more = FakeLetters()
    once_more.bury(headers=sent.headers)  # it died again, with its note
    assert replay(once_more).kept_back == {KeptBack.TOO_OFTEN: 1}
    assert standings(once_more) == [Standing.WAITING]


@pytest.mark.parametrize(
    ("value", "headers", "why"),
    [
        (b"nonsense", note(TOPIC).headers(), KeptBack.UNDECODABLE),
        (None, (*note(TOPIC).headers(), ("dlq.left_out", b"value")), KeptBack.LEFT_OUT),
        (None, (), KeptBack.NOWHERE),
        (None, (("dlq.source", b"others.v1/0/1"),), KeptBack.NOWHERE),
        (None, (("dlq.source", TOPIC.encode()),), KeptBack.NOWHERE),
    ],
)
def test_what_would_die_again_is_kept_back_and_named(
    value: bytes | None, headers: tuple[tuple[str, bytes], ...], why: KeptBack
) -> None:
    letters = FakeLetters()
    letters.bury(value, headers=headers)
    letters.bury()
    report = replay(letters)

    assert (report.sent, report.kept_back) == (1, {why: 1})
    assert report.examples[why].startswith(f"{LETTERS}/0/0")
    assert str(report) == f"1 sent, 1 kept back ({why.value})"
    assert standings(letters) == [Standing.WAITING, Standing.REPLAYED]


def test_whoever_insists_sends_what_no_code_of_today_reads() -> None:
    letters = FakeLetters()
    letters.bury(b"nonsense")
    assert replay(letters, undecodable_too=True).sent == 1


def test_what_is_too_large_to_be_sent_waits_as_before() -> None:
    letters = FakeLetters()
    letters.bury(b"x" * (LARGEST_LETTER_BYTES + 1))
    letters.bury()
    report = replay(letters, undecodable_too=True)
    assert (report.sent, report.kept_back) == (1, {KeptBack.TOO_LARGE: 1})
    assert standings(letters) == [Standing.WAITING, Standing.REPLAYED]

    letters.sink.forwarded.clear()
    discard_dead_letters(Selection(), WHO, letters.tools)
    replay(letters, AGAIN, undecodable_too=True)
    assert standings(letters) == [Standing.DISCARDED, Standing.REPLAYED]


def test_a_dry_run_counts_and_touches_nothing() -> None:
    letters = FakeLetters()
    letters.bury(b"nonsense")
    letters.bury()
    letters.dispositions.busy = True  # it need not wait for anybody either
    report = replay(letters, dry_run=True)
    assert (report.sent, report.kept_back) == (1, {KeptBack.UNDECODABLE: 1})
    assert letters.sink.forwarded == []
    assert standings(letters) == [Standing.WAITING] * 2


def test_the_rate_is_kept_between_batches() -> None:
    letters = FakeLetters()
    for number in range(25):
        letters.bury(letters.event(number))
    replay_dead_letters(Selection(), WHO, letters.tools, rate_per_s=10)
    assert letters.clock.slept == [1.0, 1.0]
    assert [item.value for item in letters.sink.forwarded] == [letters.event(n) for n in range(25)]


@pytest.mark.parametrize("rate_per_s", [0, -1])
def test_a_rate_that_sends_nothing_is_refused(rate_per_s: float) -> None:
    with pytest.raises(BadSelection, match="rate"):
        replay_dead_letters(Selection(), WHO, FakeLetters().tools, rate_per_s=rate_per_s)


def test_a_replay_that_is_cut_off_forgets_no_letter() -> None:
    letters = FakeLetters()
    letters.bury()
    letters.sink.down = True
    with pytest.raises(EventNotDelivered):
        replay(letters)

    (letter,) = find_letters(letters.tools.boxes, Selection())
    assert letter.disposition is not None
    assert (letter.disposition.fate, letter.replays) == (Fate.REPLAYING, 1)
    letters.sink.down = False
    assert replay(letters).sent == 1


def test_two_do_not_decide_at_once() -> None:
    letters = FakeLetters()
    letters.bury()
    letters.dispositions.busy = True
    with pytest.raises(DispositionsBusy):
        replay(letters)
    with pytest.raises(DispositionsBusy):
        discard_dead_letters(Selection(), WHO, letters.tools)


def test_what_is_discarded_waits_no_more_and_remembers_who_and_why() -> None:
    letters = FakeLetters()
    for _ in range(250):
        letters.bury()
    assert discard_dead_letters(Selection(key="k"), WHO, letters.tools) == 250
    assert replay(letters).sent == 0
    letter = find_letters(letters.tools.boxes, AGAIN)[-1]
    assert letter.disposition is not None
    assert (letter.disposition.actor, letter.disposition.reason) == ("operator", "ticket 7")
    assert letter.standing is Standing.DISCARDED
