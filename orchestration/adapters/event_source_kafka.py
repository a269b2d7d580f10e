"""A Kafka topic read by explicit positions: a fresh consumer a call, and no group that decides."""

import logging
import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from typing import Final

from confluent_kafka import Message, TopicCollection

from metamodel.streaming.broker_access import AccessRefused, ClientOptions
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.adapters.kafka_admin import KafkaAdmin
from orchestration.adapters.kafka_reading import Patience, Reading, place, record
from orchestration.ports.event_source import (
    Arrival,
    EventSourceUnavailable,
    OffsetRange,
    Record,
    TopicMissing,
    TopicState,
)
from orchestration.ports.offset_ranges import united

_LOG: Final = logging.getLogger(__name__)
_COMMIT_S: Final = 5.0  # lag dashboards are not worth a longer wait
# A fetch may leave before every partition is ready and keeps the others waiting for this long:
# with 500 ms a fifth of the waits took half a second more, with 100 none, for the same idle CPU.
_WAIT_FETCH_MS: Final = 100
_READ_FETCH_MS: Final = 20  # what is read lies there; only the mark of an end is waited for
_BATCH: Final = 500
_BATCH_WAIT_S: Final = 0.02
_LINGER_S: Final = 0.25
_QUIET_S: Final = 0.15
_GATHER_S: Final = 2.0
_MOST_RECORDS: Final = 50_000
_LOOK_UP_S: Final = 1.0  # how long a wait may keep a signal from being noticed


class KafkaEventSource:
    """One topic on a broker; `group` only shows dashboards how far reading has come.

    `timeout_s` bounds each call to the broker, and in `read` all waiting for it together.
    """

    def __init__(
        self,
        bootstrap: str,
        topic: str,
        *,
        group: str = "rampart.preagg-refresh",
        timeout_s: float = 30.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self.topic = topic
        self._group = group
        self._timeout_s = timeout_s
        self._access = access
        self._client: ClientOptions = {"bootstrap.servers": bootstrap, **(client_options or {})}
        self._admin = KafkaAdmin(
            bootstrap, access, timeout_s=timeout_s, client_options=client_options
        )

    def state(self) -> TopicState:
        topic_id, partitions = self._described()
        with self._reading() as reading:
            marks = reading.watermarks(partitions)
        low = {partition: mark[0] for partition, mark in marks.items()}
        high = {partition: mark[1] for partition, mark in marks.items()}
        return TopicState(topic_id, low, high)

    def position_at(self, timestamp_ms: int) -> Mapping[int, int]:
        _, partitions = self._described()
        with self._reading() as reading:
            # The ends first: what is appended meanwhile must lie behind the answer.
            marks = reading.watermarks(partitions)
            found = reading.offsets_at(partitions, timestamp_ms)
        return {item: found.get(item, marks[item][1]) for item in partitions}

    def wait_for_events(self, position: Mapping[int, int], *, budget_s: float) -> Arrival:
        with self._reading() as reading:
            reading.require(OffsetRange(item, at, at) for item, at in position.items())
            if not position:
                return Arrival({}, 0, None)
            reading.start_at(position)
            tally = _Tally(position)
            _await_first(reading, tally, budget_s)
            if tally.records:
                _await_quiet(reading, tally)
            return Arrival(tally.next, tally.records, tally.oldest_timestamp_ms)

    @contextmanager
    def read(self, ranges: tuple[OffsetRange, ...]) -> Iterator[Iterator[Record]]:
        wanted = united(ranges)
        with self._reading(_READ_FETCH_MS) as reading:
            reading.require(wanted)
            with closing(self._records(reading, wanted)) as records:
                yield records

    def _records(
        self, reading: Reading, ranges: tuple[OffsetRange, ...]
    ) -> Generator[Record, None, None]:
        patience = Patience(self.topic, self._timeout_s)
        first, *later = [*_passes(ranges)] or [[]]
        yield from _pass_over(reading, first, patience)
        for together in later:
            # A consumer of its own: one sent back to a partition it finished may fetch no more.
            with self._reading(_READ_FETCH_MS) as another:
                another.require(together)
                yield from _pass_over(another, together, patience)

    def commit(self, position: Mapping[int, int]) -> None:
        try:
            with self._reading(timeout_s=min(self._timeout_s, _COMMIT_S)) as reading:
                reading.commit(position)
        except (EventSourceUnavailable, TopicMissing, AccessRefused) as error:
            _LOG.warning("position of group %s not committed: %s", self._group, error)

    def committed(self) -> Mapping[int, int]:
        """What was committed last, by partition; nothing where nothing was."""
        _, partitions = self._described()
        with self._reading() as reading:
            return reading.committed(partitions)

    def _described(self) -> tuple[str, list[int]]:
        with self._admin.asking(self.topic) as admin:
            wanted = TopicCollection([self.topic])
            asked = admin.describe_topics(wanted, request_timeout=self._timeout_s)
            found = asked[self.topic].result(timeout=self._timeout_s + 1)
        return str(found.topic_id), sorted(item.id for item in found.partitions)

    def _reading(
        self, fetch_wait_ms: int = _WAIT_FETCH_MS, *, timeout_s: float | None = None
    ) -> Reading:
        return Reading(
            {**self._access.options(), **self._client},
            self.topic,
            group=self._group,
            timeout_s=timeout_s or self._timeout_s,
            fetch_wait_ms=fetch_wait_ms,
        )


class _Tally:
    """How far a wait has come, in `next`, and what it met."""

    def __init__(self, position: Mapping[int, int]) -> None:
        self.next = dict(position)
        self.records = 0
        self.oldest_timestamp_ms: int | None = None

    def add(self, messages: list[Message]) -> bool:
        """Count them; was there a record among them?"""
        before = self.records
        for message in messages:
            partition, offset = place(message)
            if message.error() is None:
                self.next[partition] = offset + 1
                self.records += 1
                stamp = message.timestamp()[1]
                if self.oldest_timestamp_ms is None or stamp < self.oldest_timestamp_ms:
                    self.oldest_timestamp_ms = stamp
            else:  # an end of partition lies behind any control records
                self.next[partition] = max(self.next[partition], offset)
        return self.records > before


def _await_first(reading: Reading, tally: _Tally, budget_s: float) -> None:
    deadline = time.monotonic() + budget_s
    while (left_s := deadline - time.monotonic()) > 0:
        if tally.add(reading.first(min(left_s, _LOOK_UP_S))):
            return
        reading.require_broker()


def _await_quiet(reading: Reading, tally: _Tally) -> None:
    first = last = time.monotonic()
    while tally.records < _MOST_RECORDS:
        now = time.monotonic()
        quiet = now - first >= _LINGER_S and now - last >= _QUIET_S
        if quiet or now - first >= _GATHER_S:
            return
        if tally.add(reading.batch(min(_BATCH, _MOST_RECORDS - tally.records), _BATCH_WAIT_S)):
            last = time.monotonic()


def _pass_over(
    reading: Reading, ranges: Sequence[OffsetRange], patience: Patience
) -> Iterator[Record]:
    open_ranges = {item.partition: item for item in ranges}
    reading.start_at({item.partition: item.start for item in ranges})
    while open_ranges:
        with patience.wait():
            messages = reading.batch(_BATCH, _BATCH_WAIT_S)
        for message in messages:
            partition, offset = place(message)
            wanted = open_ranges.get(partition)
            if wanted is None:
                continue
            is_record = message.error() is None
            if is_record and wanted.start <= offset < wanted.end:
                yield record(message)
            # Past the end by a record, or by the mark behind trailing control records.
            if offset + is_record >= wanted.end:
                del open_ranges[partition]
                reading.finish(partition)


def _passes(ranges: tuple[OffsetRange, ...]) -> Iterator[list[OffsetRange]]:
    # A consumer stands at one place of a partition: its n-th ranges are read together.
    of_partition: dict[int, list[OffsetRange]] = {}
    for item in ranges:
        of_partition.setdefault(item.partition, []).append(item)
    for number in range(max(map(len, of_partition.values()), default=0)):
        yield [items[number] for items in of_partition.values() if number < len(items)]
