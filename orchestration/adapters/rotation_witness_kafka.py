"""Numbered heartbeats, sent and read as the principal whose credentials are rotated."""

from collections.abc import Sequence

from metamodel.events.codec import Codec
from metamodel.events.platform_heartbeat_probe import HeartbeatProbe
from metamodel.kernel.clock import Clock
from metamodel.kernel.ids import new_event_id
from orchestration.adapters.event_sink_kafka import KafkaEventSink
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.kafka_access import KafkaAccess
from orchestration.ports.offset_ranges import offsets_between


class KafkaRotationWitness:
    """One producer that stays connected, and a reader of what it sent."""

    def __init__(self, bootstrap: str, codec: Codec, access: KafkaAccess, clock: Clock) -> None:
        topic = HeartbeatProbe.name
        self._codec, self._clock = codec, clock
        self._probe_id = f"rotation-{new_event_id()}"
        self.sink = KafkaEventSink(bootstrap, codec, access=access)
        self._source = KafkaEventSource(bootstrap, topic, access=access)
        self._before = dict(self._source.state().high)

    def send(self, number: int) -> None:
        payload = HeartbeatProbe.new(self._clock.now(), probe_id=self._probe_id, seq=number)
        self.sink.publish(HeartbeatProbe.name, [payload])

    def numbers(self) -> Sequence[int]:
        ranges = offsets_between(self._before, dict(self._source.state().high))
        found = []
        with self._source.read(ranges) as records:
            for record in records:
                payload = self._codec.decode(HeartbeatProbe.name, record.value)
                if payload["probe_id"] == self._probe_id:
                    found.append(int(payload["seq"]))
        return found
