"""How presence stands on this instance, for Prometheus; nothing is asked of anybody at a scrape."""

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from presence_api.live.closing import CloseCode
from presence_api.live.sessions import Sessions


class PresenceCollector(Collector):
    """Connections, rooms and what they cost; figures of several instances add up."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    def collect(self) -> Iterator[Metric]:
        sessions = self._sessions
        rooms = sessions.rooms
        for name, words, value in (
            ("rampart_presence_connections", "Open WebSocket connections.", len(sessions)),
            ("rampart_presence_rooms", "Rooms somebody is in.", len(rooms)),
            (
                "rampart_presence_behind_connections",
                "Connections that do not read what they are sent.",
                len(sessions.slow),
            ),
        ):
            yield GaugeMetricFamily(name, words, value=float(value))
        for name, words, total in (
            ("rampart_presence_opened_total", "Connections that were let in.", sessions.opened),
            ("rampart_presence_resumed_total", "Of those, come back.", sessions.resumed),
            ("rampart_presence_deliveries_total", "Messages of rooms to peers.", rooms.writes),
            ("rampart_presence_flushes_total", "Messages made for a room.", rooms.flushes),
        ):
            yield CounterMetricFamily(name, words, value=float(total))
        closed = CounterMetricFamily(
            "rampart_presence_closed_total", "Connections ended from this side.", labels=["code"]
        )
        for code in CloseCode:
            closed.add_metric([str(code.value)], float(sessions.closed[code]))
        yield closed


def presence_exposition(sessions: Sessions) -> bytes:
    """Everything Prometheus reads of presence in this process."""
    registry = CollectorRegistry()
    registry.register(PresenceCollector(sessions))
    return generate_latest(registry)
