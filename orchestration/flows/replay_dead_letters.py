"""Send dead letters again, or give them up; both are remembered."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Final

from metamodel.events.codec import Codec
from metamodel.events.failure_notes import replayed
from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from metamodel.streaming.grants import replay_target
from orchestration.flows.dead_letters import (
    UNKNOWN,
    BadSelection,
    Box,
    Letter,
    Selection,
    letters_in,
    require_known,
)
from orchestration.ports.dispositions import Disposition, Dispositions, Fate, Slot
from orchestration.ports.event_sink import EventSink, Forwarded

MOST_REPLAYS: Final = 3
MOST_AT_ONCE: Final = 100


class KeptBack(StrEnum):
    """Why a letter was not sent again; it goes on waiting."""

    TOO_OFTEN = f"sent again {MOST_REPLAYS} times already"
    LEFT_OUT = "its value was too large to be kept"
    NOWHERE = "nobody knows where it came from"
    UNDECODABLE = "no reader of today would understand it"
    TOO_LARGE = "its topic takes no record so large"


@dataclass(frozen=True, slots=True)
class ReplayTools:
    """What deciding about letters works with."""

    boxes: Sequence[Box]
    dispositions: Dispositions
    sink: EventSink
    codec: Codec
    clock: Clock


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decides, and why: a ticket, a name, a sentence."""

    actor: str
    reason: str


@dataclass(slots=True)
class ReplayReport:
    """What became of the letters that were looked at."""

    sent: int = 0
    kept_back: Counter[KeptBack] = field(default_factory=Counter)
    examples: dict[KeptBack, str] = field(default_factory=dict)

    def keep(self, letter: Letter, why: KeptBack, detail: str = "") -> None:
        """Count a letter that goes on waiting."""
        self.kept_back[why] += 1
        self.examples.setdefault(why, f"{letter.place}: {detail}" if detail else f"{letter.place}")

    def __str__(self) -> str:
        kept = (f"{count} kept back ({why.value})" for why, count in self.kept_back.items())
        return ", ".join([f"{self.sent} sent", *kept])


def replay_dead_letters(
    selection: Selection,
    decision: Decision,
    tools: ReplayTools,
    *,
    rate_per_s: float = 50.0,
    dry_run: bool = False,
    undecodable_too: bool = False,
) -> ReplayReport:
    """Send letters again to whom they failed: the failing group's first retry topic.

    To the partition they came from, delivery confirmed, at most MOST_REPLAYS times each, at most
    `rate_per_s`. A dry run sends nothing, decodes each with today's code and counts. What is
    cut off may send a letter twice, and never forgets one; readers know events by their id. Raises
    BadSelection, LetterGone, DispositionsBusy, and what the ports raise; then the letters of the
    last batch wait on, whether they went out or not.
    """
    require_known(selection, tools.boxes)
    if rate_per_s <= 0:
        raise BadSelection(f"a rate of {rate_per_s} letters a second sends none")
    report = ReplayReport()
    if dry_run:
        for box in tools.boxes:
            with closing(letters_in(box, selection)) as letters:
                report.sent += sum(
                    1 for _ in _sendable(letters, box, tools, report, undecodable_too)
                )
        return report
    with tools.dispositions.alone():
        for box in tools.boxes:
            with closing(letters_in(box, selection)) as letters:
                sendable = _sendable(letters, box, tools, report, undecodable_too)
                _Sending(box, decision, tools, report).send(sendable, rate_per_s)
    return report


def discard_dead_letters(selection: Selection, decision: Decision, tools: ReplayTools) -> int:
    """Give letters up: they stay where they are until their time is over, and wait no more.

    Returns how many. Raises as `replay_dead_letters`.
    """
    require_known(selection, tools.boxes)
    count = 0
    with tools.dispositions.alone():
        for box in tools.boxes:
            with closing(letters_in(box, selection)) as letters:
                while batch := list(islice(letters, MOST_AT_ONCE)):
                    _decide(batch, Fate.DISCARDED, decision, tools)
                    count += len(batch)
    return count


def unreadable(letter: Letter, box: Box, codec: Codec) -> str:
    """Why the code of today does not read the letter's value; empty if it does."""
    try:
        codec.decode(box.contract.name, letter.record.value)
    except RampartError as error:
        return f"{error.code} {error}"
    return ""


def _sendable(
    letters: Iterator[Letter],
    box: Box,
    tools: ReplayTools,
    report: ReplayReport,
    undecodable_too: bool,
) -> Iterator[Letter]:
    for letter in letters:
        if letter.replays >= MOST_REPLAYS:
            report.keep(letter, KeptBack.TOO_OFTEN)
        elif letter.left_out:
            report.keep(letter, KeptBack.LEFT_OUT, letter.left_out)
        elif _partition(letter, box) is None:
            report.keep(letter, KeptBack.NOWHERE, letter.origin)
        elif not undecodable_too and (why := unreadable(letter, box, tools.codec)):
            report.keep(letter, KeptBack.UNDECODABLE, why)
        else:
            yield letter


def _partition(letter: Letter, box: Box) -> int | None:
    """Where it came from; the same partition of a retry topic keeps the order of its key."""
    if letter.note is not None:
        return letter.note.partition
    topic, _, place = letter.origin.partition("/")
    if letter.origin == UNKNOWN or topic not in {box.contract.name, *box.contract.retry_topics()}:
        return None
    partition = place.partition("/")[0]
    return int(partition) if partition.isdecimal() else None


def _decide(
    letters: Sequence[Letter], fate: Fate, decision: Decision, tools: ReplayTools, times: int = 0
) -> None:
    """Remember one decision about letters of one topic, `times` added to how often they went."""
    now, made = tools.clock.now(), dict[Slot, Disposition]()
    for letter in letters:
        before = letter.disposition.times if letter.disposition else 0
        made[letter.slot] = Disposition(fate, before + times, decision.actor, decision.reason, now)
    tools.dispositions.decide(letters[0].place.topic, letters[0].topic_id, made)


class _Sending:
    """Sends letters of one topic in batches, and remembers each batch before and after."""

    def __init__(
        self, box: Box, decision: Decision, tools: ReplayTools, report: ReplayReport
    ) -> None:
        self._target = replay_target(box.contract)
        self._box, self._decision, self._tools, self._report = box, decision, tools, report

    def send(self, letters: Iterator[Letter], rate_per_s: float) -> None:
        at_once = max(1, min(MOST_AT_ONCE, int(rate_per_s)))
        batch = list(islice(letters, at_once))
        while batch:
            self._send_batch(batch)
            later = list(islice(letters, at_once))
            if later:
                self._tools.clock.sleep(len(batch) / rate_per_s)
            batch = later

    def _send_batch(self, batch: Sequence[Letter]) -> None:
        _decide(batch, Fate.REPLAYING, self._decision, self._tools, times=1)
        refused = set(self._tools.sink.forward([self._again(letter) for letter in batch]))
        self._take_back([batch[number] for number in sorted(refused)])
        sent = [letter for number, letter in enumerate(batch) if number not in refused]
        if sent:
            _decide(sent, Fate.REPLAYED, self._decision, self._tools, times=1)
        self._report.sent += len(sent)

    def _again(self, letter: Letter) -> Forwarded:
        partition = _partition(letter, self._box)
        assert partition is not None  # noqa: S101 - others are kept back
        headers = replayed(letter.record.headers, str(letter.place), letter.replays + 1)
        record = letter.record
        return Forwarded(self._target, partition, record.key, record.value, headers)

    def _take_back(self, refused: Sequence[Letter]) -> None:
        """What was too large did not go out: as before."""
        for letter in refused:
            self._report.keep(letter, KeptBack.TOO_LARGE)
            where, memory = (letter.place.topic, letter.topic_id), self._tools.dispositions
            if letter.disposition is not None:
                memory.decide(*where, {letter.slot: letter.disposition})
            else:
                memory.forget(*where, [letter.slot])
