"""Probes through Kafka: a producer and a consumer that stay open, as those of a service do."""

from typing import Final

from metamodel.events.platform_heartbeat_probe import HeartbeatProbe
from metamodel.kernel.clock import Clock
from metamodel.kernel.errors import RampartError
from metamodel.streaming.broker_access import ClientOptions
from orchestration.adapters.event_source_kafka import KafkaEventSource
from orchestration.adapters.kafka_access import PLAIN, KafkaAccess
from orchestration.adapters.kafka_reading import Reading, record
from orchestration.ports.event_sink import EventSink
from orchestration.ports.probe_line import ProbeLost

GROUP: Final = "exporter.heartbeat"  # a reader has to name one; it is never joined
_FETCH_WAIT_MS: Final = 100


class KafkaProbeLine:
    """Events go out by `sink`, and are known again by the id in their headers.

    After a failure the next round trip opens another reader, at the end of the topic, and sends a
    probe ahead: opening connections is no part of the way. `timeout_s` bounds each call to the
    broker, and the wait for a probe.
    """

    def __init__(
        self,
        bootstrap: str,
        sink: EventSink,
        clock: Clock,
        *,
        probe_id: str = "exporter-1",
        timeout_s: float = 5.0,
        access: KafkaAccess = PLAIN,
        client_options: ClientOptions | None = None,
    ) -> None:
        self._client: ClientOptions = {"bootstrap.servers": bootstrap, **(client_options or {})}
        self._source = KafkaEventSource(
            bootstrap,
            HeartbeatProbe.name,
            group=GROUP,
            timeout_s=timeout_s,
            access=access,
            client_options=client_options,
        )
        self._sink, self._clock, self._access = sink, clock, access
        self._probe_id, self._timeout_s = probe_id, timeout_s
        self._reading: Reading | None = None
        self._seq = 0

    def round_trip_s(self) -> float:
        try:
            return self._walk(self._reading or self._open())
        except RampartError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the reader."""
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.__exit__()

    def _open(self) -> Reading:
        end = self._source.state().high
        self._reading = reading = Reading(
            {**self._access.options(), **self._client},
            HeartbeatProbe.name,
            group=GROUP,
            timeout_s=self._timeout_s,
            fetch_wait_ms=_FETCH_WAIT_MS,
        )
        reading.start_at(end)
        self._walk(reading)
        return reading

    def _walk(self, reading: Reading) -> float:
        self._seq += 1
        payload = HeartbeatProbe.new(self._clock.now(), probe_id=self._probe_id, seq=self._seq)
        mine = str(payload["event_id"]).encode()
        began = self._clock.monotonic_s()
        self._sink.publish(HeartbeatProbe.name, [payload])
        deadline = began + self._timeout_s
        while (left_s := deadline - self._clock.monotonic_s()) > 0:
            for message in reading.first(left_s):
                if message.error() is None and dict(record(message).headers).get("ce_id") == mine:
                    return self._clock.monotonic_s() - began
            reading.require_broker()
        raise ProbeLost(HeartbeatProbe.name, f"number {self._seq}, after {self._timeout_s:.0f} s")
