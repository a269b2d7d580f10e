"""How presence stands on this instance, for Prometheus; nothing is asked of anybody at a scrape."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from presence_api.live.closing import CloseCode
from presence_api.live.sessions import Sessions
from presence_api.live.staleness.staleness import Staleness

Figure = tuple[str, str, float]
"""Name, meaning and value."""


class PresenceCollector(Collector):
    """Connections, rooms and what they cost; figures of several instances add up."""

    def __init__(self, sessions: Sessions, staleness: Staleness) -> None:
        self._sessions, self._staleness = sessions, staleness

    def collect(self) -> Iterator[Metric]:
        for name, words, value in self._gauges():
            yield GaugeMetricFamily(f"rampart_presence_{name}", words, value=float(value))
        for name, words, total in self._counters():
            yield CounterMetricFamily(f"rampart_presence_{name}_total", words, value=float(total))
        closed = CounterMetricFamily(
            "rampart_presence_closed_total", "Connections ended from this side.", labels=["code"]
        )
        for code in CloseCode:
            closed.add_metric([str(code.value)], float(self._sessions.closed[code]))
        yield closed

    def _gauges(self) -> Iterator[Figure]:
        sessions, staleness = self._sessions, self._staleness
        yield "connections", "Open WebSocket connections.", len(sessions)
        yield "rooms", "Rooms somebody is in.", len(sessions.rooms)
        words = "Connections that do not read what they are sent."
        yield "behind_connections", words, len(sessions.slow)
        yield "locks", "Locks that connections here hold.", len(sessions.locks)
        backplane = sessions.backplane
        yield "others_current", "1 while other instances can be heard.", backplane.up
        yield "instances", "Other instances that were heard of lately.", backplane.neighbours
        words = "1 while what is said of changes is up to date."
        yield "changes_current", words, staleness.known
        words = "Operations that were announced and have not ended."
        yield "changes_open", words, staleness.under_way

    def _counters(self) -> Iterator[Figure]:
        sessions, rooms, staleness = self._sessions, self._sessions.rooms, self._staleness
        yield "opened", "Connections that were let in.", sessions.opened
        yield "resumed", "Of those, come back.", sessions.resumed
        yield "deliveries", "Messages of rooms to peers.", rooms.writes
        yield "flushes", "Messages made for a room.", rooms.flushes
        words = "Operations whose time ran out without a word."
        yield "changes_expired", words, staleness.orphans
        words = "Records of the log that nobody understood."
        yield "events_undecodable", words, staleness.unreadable


def presence_exposition(sessions: Sessions, staleness: Staleness) -> bytes:
    """Everything Prometheus reads of presence in this process."""
    registry = CollectorRegistry()
    registry.register(PresenceCollector(sessions, staleness))
    return generate_latest(registry)
