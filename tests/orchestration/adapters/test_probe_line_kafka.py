"""Probes through a real broker."""

import pytest

from metamodel.events.codec import Codec
from metamodel.events.platform_heartbeat_probe import HeartbeatProbe
from metamodel.kernel.clock import SystemClock
from metamodel.streaming.cluster import TopicState
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.probe_line_kafka import KafkaProbeLine
from orchestration.adapters.streaming_admin_kafka import KafkaStreamingAdmin
from orchestration.ports.event_source import EventSourceUnavailable, OffsetRange, TopicMissing
from orchestration.ports.probe_line import ProbeLost
from tests.fakes.event_sink import FakeEventSink

NOBODY = "127.0.0.1:1"
CODEC = Codec.committed()


def line(bootstrap: str, *, lose: bool = False, timeout_s: float = 20.0) -> KafkaProbeLine:
    real = KafkaEventSink(bootstrap, CODEC, timeout_s=timeout_s)
    sink = FakeEventSink(CODEC) if lose else real
    return KafkaProbeLine(bootstrap, sink, SystemClock(), timeout_s=timeout_s)


@pytest.fixture
def bootstrap(kafka_bootstrap: str) -> str:
    admin = KafkaStreamingAdmin(kafka_bootstrap, timeout_s=20)
    admin.create_topics([TopicState(HeartbeatProbe.name, 1, None, {})])
    return kafka_bootstrap


def test_a_broker_that_is_not_there_is_unavailable_each_time() -> None:
    nowhere = line(NOBODY, timeout_s=0.3)

    for _ in range(2):
        with pytest.raises(EventSourceUnavailable):
            nowhere.round_trip_s()


@pytest.mark.integration
def test_a_probe_comes_back_and_leaves_its_number_in_the_log(bootstrap: str) -> None:
    source = KafkaEventSource(bootstrap, HeartbeatProbe.name, timeout_s=20)
    before = source.state().high[0]
    probes = line(bootstrap)
    took_s = [probes.round_trip_s() for _ in range(3)]
    probes.close()

    assert all(seconds > 0 for seconds in took_s)
    with source.read((OffsetRange(0, before, before + 4),)) as records:
        sent = [CODEC.decode(HeartbeatProbe.name, record.value) for record in records]
    assert [item["seq"] for item in sent] == [1, 2, 3, 4]  # one went ahead


@pytest.mark.integration
def test_a_probe_that_is_not_seen_again_is_lost(bootstrap: str) -> None:
    with pytest.raises(ProbeLost):
        line(bootstrap, lose=True, timeout_s=1.0).round_trip_s()


@pytest.mark.integration
def test_without_its_topic_there_is_no_way(kafka_bootstrap: str) -> None:
    admin = KafkaStreamingAdmin(kafka_bootstrap, timeout_s=20)
    admin.create_topics([TopicState(HeartbeatProbe.name, 1, None, {})])
    admin.delete_topics([HeartbeatProbe.name])

    with pytest.raises(TopicMissing):
        line(kafka_bootstrap).round_trip_s()
