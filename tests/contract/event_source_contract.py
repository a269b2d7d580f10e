"""What every event source promises; run on the fake always, on Kafka in integration."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

import pytest

from orchestration.ports.event_source import (
    EventSource,
    OffsetRange,
    OffsetsGone,
    Record,
    TopicMissing,
)


class EventLog(Protocol):
    """The other side of a source: how a test writes to the topic of three partitions it reads."""

    @property
    def source(self) -> EventSource: ...

    def missing(self) -> EventSource:
        """A source on the same broker for a topic that does not exist."""
        ...

    def append(
        self,
        partition: int,
        values: Sequence[bytes | None],
        *,
        key: bytes | None = None,
        headers: tuple[tuple[str, bytes], ...] = (),
        timestamp_ms: int | None = None,
    ) -> None: ...

    def append_transaction(self, partition: int, values: Sequence[bytes]) -> None:
        """Append `values` and one control record, which takes an offset and reaches no reader."""
        ...

    def delete_before(self, partition: int, offset: int) -> None: ...

    def recreate(self) -> None: ...

    def add_partitions(self, number: int) -> None: ...

    def committed(self) -> dict[int, int]: ...


def read(source: EventSource, *ranges: OffsetRange) -> list[Record]:
    with source.read(ranges) as records:
        return list(records)


def values(records: list[Record]) -> list[bytes | None]:
    return [item.value for item in records]


class EventSourceContract(ABC):
    """Subclass it and give it a log."""

    @pytest.fixture(autouse=True)
    @abstractmethod
    def log(self) -> EventLog:
        """A fresh topic of three partitions."""

    def test_an_empty_topic_has_an_id_and_watermarks_at_zero(self, log: EventLog) -> None:
        state = log.source.state()

        assert state.topic_id
        assert state.low == state.high == {0: 0, 1: 0, 2: 0}

    def test_watermarks_follow_what_is_appended_and_what_is_deleted(self, log: EventLog) -> None:
        log.append(1, [b"a", b"b", b"c"])
        log.delete_before(1, 2)

        state = log.source.state()

        assert (state.low[1], state.high[1]) == (2, 3)

    def test_the_topic_id_stays_until_the_topic_is_made_anew(self, log: EventLog) -> None:
        before = log.source.state().topic_id
        assert log.source.state().topic_id == before

        log.recreate()

        assert log.source.state().topic_id != before

    def test_partitions_that_are_added_appear_in_the_state(self, log: EventLog) -> None:
        log.add_partitions(2)

        assert sorted(log.source.state().high) == [0, 1, 2, 3, 4]

    def test_a_topic_that_does_not_exist_is_said_to_be_missing(self, log: EventLog) -> None:
        source = log.missing()

        with pytest.raises(TopicMissing):
            source.state()
        with pytest.raises(TopicMissing):
            source.position_at(0)
        with pytest.raises(TopicMissing):
            source.wait_for_events({0: 0}, budget_s=0.1)

    def test_a_moment_has_a_position_in_every_partition(self, log: EventLog) -> None:
        for stamp in (1_000, 2_000, 3_000):
            log.append(0, [b"a"], timestamp_ms=stamp)
        log.append(1, [b"b"], timestamp_ms=1_500)

        assert log.source.position_at(2_000) == {0: 1, 1: 1, 2: 0}
        assert log.source.position_at(1_001) == {0: 1, 1: 0, 2: 0}
        assert log.source.position_at(0) == {0: 0, 1: 0, 2: 0}
        assert log.source.position_at(9_000) == {0: 3, 1: 1, 2: 0}

    def test_a_wait_finds_what_lies_there_already(self, log: EventLog) -> None:
        log.append(0, [b"a", b"b"], timestamp_ms=2_000)
        log.append(2, [b"c"], timestamp_ms=1_000)

        arrival = log.source.wait_for_events({0: 0, 1: 0, 2: 0}, budget_s=10)

        assert arrival.next == {0: 2, 1: 0, 2: 1}
        assert arrival.records == 3
        assert arrival.oldest_timestamp_ms == 1_000

    def test_a_wait_looks_only_at_and_after_the_position(self, log: EventLog) -> None:
        log.append(0, [b"a", b"b", b"c"])

        arrival = log.source.wait_for_events({0: 2}, budget_s=10)

        assert (arrival.next, arrival.records) == ({0: 3}, 1)

    def test_a_wait_without_events_leaves_the_position(self, log: EventLog) -> None:
        log.append(0, [b"a"])

        arrival = log.source.wait_for_events({0: 1, 1: 0}, budget_s=0.2)

        assert (arrival.next, arrival.records) == ({0: 1, 1: 0}, 0)
        assert arrival.oldest_timestamp_ms is None

    def test_a_wait_at_no_position_finds_nothing(self, log: EventLog) -> None:
        assert log.source.wait_for_events({}, budget_s=0.1).records == 0

    def test_waiting_gets_past_control_records(self, log: EventLog) -> None:
        log.append_transaction(0, [b"a", b"b"])

        first = log.source.wait_for_events({0: 0}, budget_s=10)
        second = log.source.wait_for_events(first.next, budget_s=1.5)

        assert (first.records, second.records) == (2, 0)
        assert second.next == {0: 3}

    def test_a_wait_names_the_offsets_that_retention_took(self, log: EventLog) -> None:
        log.append(0, [b"a", b"b", b"c"])
        log.delete_before(0, 2)

        with pytest.raises(OffsetsGone) as caught:
            log.source.wait_for_events({0: 1, 1: 0}, budget_s=0.2)

        assert OffsetRange(0, 1, 2) in caught.value.args

    def test_a_wait_beyond_the_end_names_the_offsets_that_are_not_there(
        self, log: EventLog
    ) -> None:
        log.append(0, [b"a"])

        with pytest.raises(OffsetsGone) as caught:
            log.source.wait_for_events({0: 5}, budget_s=0.2)

        assert OffsetRange(0, 1, 5) in caught.value.args

    def test_a_read_gives_exactly_its_ranges_in_order(self, log: EventLog) -> None:
        log.append(0, [b"a0", b"a1", b"a2", b"a3"])
        log.append(1, [b"b0", b"b1"])

        records = read(log.source, OffsetRange(0, 1, 3), OffsetRange(1, 0, 2))

        assert [(r.offset, r.value) for r in records if r.partition == 0] == [
            (1, b"a1"),
            (2, b"a2"),
        ]
        assert [(r.offset, r.value) for r in records if r.partition == 1] == [
            (0, b"b0"),
            (1, b"b1"),
        ]
        assert len(records) == 4

    def test_a_read_takes_two_ranges_of_one_partition(self, log: EventLog) -> None:
        log.append(0, [b"a", b"b", b"c", b"d", b"e"])

        records = read(log.source, OffsetRange(0, 0, 1), OffsetRange(0, 3, 5))

        assert values(records) == [b"a", b"d", b"e"]

    def test_ranges_that_overlap_give_each_record_once(self, log: EventLog) -> None:
        log.append(0, [b"a", b"b", b"c"])

        records = read(log.source, OffsetRange(0, 0, 2), OffsetRange(0, 1, 3))

        assert values(records) == [b"a", b"b", b"c"]

    def test_a_read_of_nothing_gives_nothing(self, log: EventLog) -> None:
        assert read(log.source) == []
        assert read(log.source, OffsetRange(0, 0, 0)) == []

    def test_a_read_ends_when_its_range_ends_in_control_records(self, log: EventLog) -> None:
        log.append_transaction(0, [b"a"])
        log.append_transaction(0, [b"b"])

        assert values(read(log.source, OffsetRange(0, 0, 4))) == [b"a", b"b"]
        assert values(read(log.source, OffsetRange(0, 0, 2))) == [b"a"]
        assert values(read(log.source, OffsetRange(0, 1, 2))) == []

    def test_a_record_comes_back_as_it_was_written(self, log: EventLog) -> None:
        headers = (("ce_id", b"1"), ("ce_id", b"2"), ("binary", b"\x00\xff"))
        log.append(2, [b"\x00value"], key=b"key", headers=headers, timestamp_ms=1_234)

        records = read(log.source, OffsetRange(2, 0, 1))

        assert records == [Record(2, 0, b"key", b"\x00value", headers, 1_234)]

    def test_an_empty_record_stays_empty(self, log: EventLog) -> None:
        log.append(0, [None])

        assert [(r.key, r.value, r.headers) for r in read(log.source, OffsetRange(0, 0, 1))] == [
            (None, None, ())
        ]

    def test_a_read_names_the_part_that_retention_took(self, log: EventLog) -> None:
        log.append(0, [b"a", b"b", b"c", b"d"])
        log.delete_before(0, 2)

        with pytest.raises(OffsetsGone) as caught:
            read(log.source, OffsetRange(0, 1, 4), OffsetRange(1, 0, 0))

        assert OffsetRange(0, 1, 2) in caught.value.args

    def test_a_read_beyond_the_end_names_the_offsets_that_are_not_there(
        self, log: EventLog
    ) -> None:
        log.append(0, [b"a"])

        with pytest.raises(OffsetsGone) as caught:
            read(log.source, OffsetRange(0, 0, 3))

        assert OffsetRange(0, 1, 3) in caught.value.args

    def test_a_read_can_be_repeated_and_left_early(self, log: EventLog) -> None:
        log.append(0, [b"a", b"b"])

        with log.source.read((OffsetRange(0, 0, 2),)) as records:
            first = next(records)

        assert first.value == b"a"
        assert values(read(log.source, OffsetRange(0, 0, 2))) == [b"a", b"b"]

    def test_a_commit_is_what_dashboards_see(self, log: EventLog) -> None:
        log.append(0, [b"a", b"b"])

        log.source.commit({0: 1})
        log.source.commit({0: 2, 1: 0})

        assert log.committed() == {0: 2, 1: 0}
