"""A topic in memory that loses, grows and disappears as real ones do."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count

from metamodel.kernel.clock import Clock
from orchestration.ports.event_source import (
    Arrival,
    EventSourceUnavailable,
    OffsetRange,
    OffsetsGone,
    Record,
    TopicMissing,
    TopicState,
)
from orchestration.ports.offset_ranges import united
from tests.fakes.clock import FakeClock

_TOPIC_IDS = count(1)


class _Partition:
    """Records by offset; an offset without one is a control record."""

    def __init__(self) -> None:
        self.low = 0
        self.high = 0
        self.records: dict[int, Record] = {}


class FakeEventSource:
    """Switches: `down` and `exists`. `committed` is what was told to lag dashboards."""

    def __init__(
        self, topic: str = "events.v1", partitions: int = 3, clock: Clock | None = None
    ) -> None:
        self.topic = topic
        self.clock = clock or FakeClock()
        self.down = False
        self.exists = True
        self.committed: dict[int, int] = {}
        self.recreate(partitions)

    def recreate(self, partitions: int) -> None:
        """Delete the topic and make it anew, empty, under another id."""
        self._topic_id = f"topic-{next(_TOPIC_IDS)}"
        self._partitions = {number: _Partition() for number in range(partitions)}

    def add_partitions(self, number: int) -> None:
        """Let the topic have `number` more partitions."""
        first = len(self._partitions)
        self._partitions |= {item: _Partition() for item in range(first, first + number)}

    def append(
        self,
        value: bytes | None,
        *,
        partition: int = 0,
        key: bytes | None = None,
        headers: tuple[tuple[str, bytes], ...] = (),
        timestamp_ms: int | None = None,
    ) -> int:
        """Add one record; its offset. Its time is the clock's unless given."""
        log = self._partitions[partition]
        stamp = timestamp_ms
        if stamp is None:
            stamp = int(self.clock.now().timestamp() * 1000)
        log.records[log.high] = Record(partition, log.high, key, value, headers, stamp)
        log.high += 1
        return log.high - 1

    def append_control(self, partition: int = 0) -> None:
        """Use up one offset for a record that no reader gets, as the end of a transaction does."""
        self._partitions[partition].high += 1

    def delete_before(self, partition: int, offset: int) -> None:
        """Let retention take what lies before `offset`."""
        log = self._partitions[partition]
        log.low = offset
        log.records = {at: item for at, item in log.records.items() if at >= offset}

    def state(self) -> TopicState:
        self._require_broker()
        low = {number: item.low for number, item in self._partitions.items()}
        high = {number: item.high for number, item in self._partitions.items()}
        return TopicState(self._topic_id, low, high)

    def position_at(self, timestamp_ms: int) -> Mapping[int, int]:
        self._require_broker()
        return {
            number: min(
                (at for at, item in log.records.items() if item.timestamp_ms >= timestamp_ms),
                default=log.high,
            )
            for number, log in self._partitions.items()
        }

    def wait_for_events(self, position: Mapping[int, int], *, budget_s: float) -> Arrival:
        self._require_broker()
        self._require(OffsetRange(number, at, at) for number, at in position.items())
        found = [
            item
            for number, at in position.items()
            for offset, item in self._partitions[number].records.items()
            if offset >= at
        ]
        if not found:
            self.clock.sleep(budget_s)
        after = {number: self._partitions[number].high for number in position}
        oldest = min((item.timestamp_ms for item in found), default=None)
        return Arrival(after, len(found), oldest)

    @contextmanager
    def read(self, ranges: tuple[OffsetRange, ...]) -> Iterator[Iterator[Record]]:
        self._require_broker()
        wanted = united(ranges)
        self._require(iter(wanted))
        yield (
            record
            for item in wanted
            for offset, record in self._partitions[item.partition].records.items()
            if item.start <= offset < item.end
        )

    def commit(self, position: Mapping[int, int]) -> None:
        if not self.down:
            self.committed.update(position)

    def _require_broker(self) -> None:
        if self.down:
            raise EventSourceUnavailable(self.topic, "the fake broker is down")
        if not self.exists:
            raise TopicMissing(self.topic)

    def _require(self, ranges: Iterator[OffsetRange]) -> None:
        lost = [part for item in ranges for part in self._lost(item)]
        if lost:
            raise OffsetsGone(self.topic, *lost)

    def _lost(self, wanted: OffsetRange) -> Iterator[OffsetRange]:
        if wanted.partition not in self._partitions:
            raise TopicMissing(self.topic)
        log = self._partitions[wanted.partition]
        if wanted.start < log.low:
            end = min(log.low, wanted.end) if len(wanted) else log.low
            yield OffsetRange(wanted.partition, wanted.start, end)
        if wanted.end > log.high:
            start = max(log.high, wanted.start) if len(wanted) else log.high
            yield OffsetRange(wanted.partition, start, wanted.end)
