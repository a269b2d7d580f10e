"""Records that are no events, and events that a handler refuses, mixed into good ones.

Of each record that lies in the topic it is known afterwards where it went, and it went there once:
it was handled, or it is a dead letter, or it waits in a retry topic.
"""

import struct
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from metamodel.events.codec import DecodeFault, UndecodableEvent
from metamodel.events.failure_notes import REASON, SOURCE, read_note
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.flows.consumed_event import Event
from orchestration.ports.event_sink import Forwarded
from orchestration.ports.event_source import Record
from tests.eventually import eventually
from tests.faults.streaming.consumer_ground import Away, Ground, Refused
from tests.faults.streaming.numbered_events import ACTORS, numbered_events

pytestmark = pytest.mark.faults

PARTITIONS, ROUNDS, EACH_ROUND = 3, 10, 42
SOON_AND_NEVER = (1, 86_400)  # what fails twice waits until long after the test
STUBBORN, STUBBORN_FROM = ACTORS - 1, 200
UNKNOWN = 75  # fails, and nobody knows whether another attempt helps: it has one, of its own
HANDLED, DEAD, WAITS = "handled", "dead", "waits"


@pytest.fixture
def ground(kafka_bootstrap: str) -> Iterator[Ground]:
    found = Ground(kafka_bootstrap, PARTITIONS, SOON_AND_NEVER)
    yield found
    found.remove()


def fate(number: int) -> str:
    """What becomes of an event in the end."""
    if number % ACTORS == STUBBORN and number >= STUBBORN_FROM:
        return WAITS
    return DEAD if refused(number) or number == UNKNOWN else HANDLED


def refused(number: int) -> bool:
    """For ever; what has the key of UNKNOWN never fails, so that its attempts are its own."""
    return number % 17 == 5 and number % ACTORS != UNKNOWN % ACTORS


def comes_again(number: int) -> bool:
    """Fails at its first attempt."""
    return number % 11 == 3 and number % ACTORS != UNKNOWN % ACTORS


@dataclass
class Handler:
    """Takes a batch whole or not at all, as one with a transaction does."""

    sources: list[str] = field(default_factory=list)
    numbers: dict[int, list[int]] = field(default_factory=dict)  # by key, in the order handled

    def __call__(self, events: Sequence[Event]) -> None:
        numbers = [int(event.payload["reason"]) for event in events]
        for number, event in zip(numbers, events, strict=True):
            self._judge(number, event.stage)
        for number, event in zip(numbers, events, strict=True):
            self.sources.append(event.source)
            self.numbers.setdefault(number % ACTORS, []).append(number)

    def _judge(self, number: int, stage: int) -> None:
        if fate(number) == WAITS:
            raise Away(str(number))
        if refused(number):
            raise Refused(str(number))
        if number == UNKNOWN:
            raise ValueError(number)
        if comes_again(number) and stage == 0:
            raise Away(str(number))


def pills(ground: Ground) -> Mapping[DecodeFault | None, Collection[bytes | None]]:
    """Values that nobody can read, by what is wrong with them; None: more than one word fits."""
    (event,) = numbered_events([0])
    good = ground.codec.encode(ground.topic, event)
    prefix, body = good[:5], good[5:]
    return {
        DecodeFault.EMPTY: (b"", None),
        DecodeFault.MAGIC: (b"no event at all", b"\x01" + good[1:]),
        DecodeFault.SCHEMA_ID: (struct.pack(">BI", 0, 4_711) + body,),
        DecodeFault.TRUNCATED: (b"\x00\x00", good[: len(good) // 2], good[:-1]),
        DecodeFault.TRAILING: (good + b"\x00",),
        DecodeFault.TYPE: (prefix + body.replace(str(event["event_id"]).encode(), b"x" * 36),),
        None: (prefix, prefix + b"\xff" * 40),
    }


def fill(ground: Ground) -> int:
    """Events and pills by turns, the pills over all partitions; how many records."""
    values = [value for group in pills(ground).values() for value in group]
    for number in range(ROUNDS):
        first = number * EACH_ROUND
        ground.sink.publish(ground.topic, numbered_events(range(first, first + EACH_ROUND)))
        ground.sink.forward(
            [
                Forwarded(ground.topic, (number + place) % PARTITIONS, b"actor-0", value, ())
                for place, value in enumerate(values)
            ]
        )
    return ROUNDS * (EACH_ROUND + len(values))


def work_off(ground: Ground, handler: Handler) -> None:
    """Until nothing is left but what waits for tomorrow."""
    member = ground.member(handler)
    now = ground.stages.topics[:-1]

    def left() -> int:
        while member.step():
            pass
        return sum(len(ground.unsettled(topic)) for topic in now)

    eventually(left, (0).__eq__, "everything that is due is settled")


def source_of(record: Record) -> str:
    note = read_note(record.headers)
    assert note is not None
    return note.source


def number_in(ground: Ground, value: bytes | None) -> int | None:
    try:
        return int(ground.codec.decode(ground.topic, value)["reason"])
    except UndecodableEvent:
        return None


def account(ground: Ground, handler: Handler) -> Mapping[str, str]:
    """Where each record of the topic went; fails unless each went to exactly one place."""
    went = {
        HANDLED: handler.sources,
        DEAD: [dict(item.headers)[SOURCE].decode() for item in ground.lying(ground.letter_topic)],
        WAITS: [source_of(item) for item in ground.unsettled(ground.stages.topics[-1])],
    }
    count = Counter(source for sources in went.values() for source in sources)
    sent = [f"{ground.topic}/{item.partition}/{item.offset}" for item in ground.lying(ground.topic)]
    nowhere = [source for source in sent if not count[source]]
    assert not nowhere, f"{len(nowhere)} went nowhere, such as {nowhere[0]}"
    assert not [source for source in count if count[source] > 1], "in two places"
    assert set(count) == set(sent)
    return {source: place for place, sources in went.items() for source in sources}


def test_every_pill_is_a_dead_letter_every_good_event_is_handled_and_the_sums_hold(
    ground: Ground,
) -> None:
    sent, handler = fill(ground), Handler()
    work_off(ground, handler)

    where = account(ground, handler)
    assert len(where) == sent
    for record in ground.lying(ground.topic):
        number = number_in(ground, record.value)
        place = where[f"{ground.topic}/{record.partition}/{record.offset}"]
        assert place == (DEAD if number is None else fate(number)), number
    health, went = ground.health, Counter(where.values())
    assert (health.handled, health.dead) == (went[HANDLED], went[DEAD])
    assert went[WAITS] == sum(fate(number) == WAITS for number in range(ROUNDS * EACH_ROUND))


def test_each_dead_letter_says_why_and_where_and_keeps_its_bytes(ground: Ground) -> None:
    fill(ground)
    work_off(ground, Handler())

    originals = {
        f"{ground.topic}/{item.partition}/{item.offset}": item
        for item in ground.lying(ground.topic)
    }
    faults = {value: fault for fault, values in pills(ground).items() for value in values}
    told: Counter[str] = Counter()
    for letter in ground.lying(ground.letter_topic):
        headers = dict(letter.headers)
        original, reason = originals[headers[SOURCE].decode()], headers[REASON].decode()
        assert (letter.key, letter.value) == (original.key, original.value)
        told[reason.split()[0]] += 1
        number = number_in(ground, letter.value)
        if number is not None:
            assert reason.startswith("ValueError" if number == UNKNOWN else "TST-021")
            continue
        fault = next((fault for value, fault in faults.items() if value == letter.value), None)
        assert reason.startswith("EVT-001")
        assert fault is None or fault in reason
    assert min(told[code] for code in ("EVT-001", "TST-021", "ValueError")) > 0


def test_the_events_of_a_key_stay_in_order_also_behind_one_that_is_tried_again(
    ground: Ground,
) -> None:
    fill(ground)
    handler = Handler()
    work_off(ground, handler)

    for numbers in handler.numbers.values():
        assert numbers == sorted(numbers)
    tried_again = [
        actor for actor, numbers in handler.numbers.items() if any(map(comes_again, numbers))
    ]
    assert len(tried_again) == ACTORS - 1
    waiting: list[int] = [
        number_in(ground, item.value) or 0 for item in ground.unsettled(ground.stages.topics[-1])
    ]
    assert waiting == sorted(waiting)  # one key, so one partition
    assert waiting[0] > max(handler.numbers[STUBBORN])


def test_canary_a_member_that_buries_nothing_is_found_out(
    ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KafkaEventSink, "bury", lambda *_: None)
    fill(ground)
    handler = Handler()
    work_off(ground, handler)

    with pytest.raises(AssertionError, match="went nowhere"):
        account(ground, handler)
