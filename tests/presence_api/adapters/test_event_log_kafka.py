"""The log on a real broker, and without one."""

import asyncio
from collections.abc import Iterator

import pytest

from metamodel.events.codec import DecodeFault, UndecodableEvent
from metamodel.kernel.clock import SystemClock
from presence_api.adapters.event_log_kafka import KafkaEventLog
from presence_api.ports.event_log import EventLogUnavailable, LogEvent, LogRead, RollupBuilt
from tests.contract.kafka_log import KafkaLog

HOUR_S = 3600.0


def decode(topic: str, value: bytes | None, at: float) -> LogEvent | None:
    """A build that is called what the record says."""
    if value == b"nonsense":
        raise UndecodableEvent(topic, DecodeFault.MAGIC, "nonsense")
    return RollupBuilt("orders", (value or b"").decode(), "BUILT", None, at) if value else None


class Reader:
    """A log with a loop of its own, and what was read of it."""

    def __init__(
        self, bootstrap: str, *topics: str, since_s: float = HOUR_S, timeout_s: float = 5
    ) -> None:
        self.log = KafkaEventLog(
            bootstrap, topics, decode, SystemClock(), since_s=since_s, timeout_s=timeout_s
        )
        self.loop = asyncio.new_event_loop()
        self.seen: list[str] = []
        self.unreadable = 0

    def read(self, budget_s: float = 0.2) -> LogRead:
        found = self.loop.run_until_complete(self.log.read(budget_s))
        self.seen += [event.name for event in found.events if isinstance(event, RollupBuilt)]
        self.unreadable += found.unreadable
        return found

    def catch_up(self, count: int = 0) -> list[str]:
        """Read until so much was seen and the log is at its end, for 30 s at most."""
        for _ in range(150):
            if self.read().current and len(self.seen) >= count:
                return self.seen
        raise AssertionError(f"only {self.seen}")

    def close(self) -> None:
        self.loop.run_until_complete(self.log.close())
        self.loop.close()


@pytest.fixture
def log(kafka_bootstrap: str) -> Iterator[KafkaLog]:
    found = KafkaLog(kafka_bootstrap)
    yield found
    found.remove()


@pytest.fixture
def reader(log: KafkaLog) -> Iterator[Reader]:
    found = Reader(log.bootstrap, log.topic)
    yield found
    found.close()


@pytest.mark.integration
def test_what_is_young_enough_is_read_and_then_what_comes(log: KafkaLog) -> None:
    now_ms = int(SystemClock().now().timestamp() * 1000)
    log.append(0, [b"old"], timestamp_ms=now_ms - 120_000)
    log.append(0, [b"a", b"b"])
    log.append(1, [b"old"], timestamp_ms=now_ms - 120_000)
    reader = Reader(log.bootstrap, log.topic, since_s=60)
    assert reader.catch_up(2) == ["a", "b"]
    log.append(2, [b"c", b"nonsense", None])
    assert reader.catch_up(3) == ["a", "b", "c"]
    assert reader.read().current
    assert reader.unreadable == 1
    reader.close()


@pytest.mark.integration
def test_every_instance_reads_all_of_it_and_an_empty_log_is_current(
    log: KafkaLog, reader: Reader
) -> None:
    other = Reader(log.bootstrap, log.topic)
    assert reader.catch_up() == other.catch_up() == []
    log.append(0, [b"a"])
    assert reader.catch_up(1) == other.catch_up(1) == ["a"]
    other.close()


@pytest.mark.integration
def test_control_records_do_not_keep_it_from_being_current(log: KafkaLog, reader: Reader) -> None:
    log.append_transaction(1, [b"a"])
    assert reader.catch_up(1) == ["a"]


@pytest.mark.integration
def test_a_topic_that_is_not_there_is_said(log: KafkaLog) -> None:
    reader = Reader(log.bootstrap, f"{log.topic}.absent")
    with pytest.raises(EventLogUnavailable, match="absent"):
        reader.read()
    reader.close()


def test_without_a_broker_it_says_so_and_can_be_closed() -> None:
    reader = Reader("127.0.0.1:1", "a", timeout_s=0.5)
    with pytest.raises(EventLogUnavailable):
        reader.read()
    reader.close()


def test_closing_what_was_never_read_is_nothing() -> None:
    Reader("127.0.0.1:1", "a").close()
