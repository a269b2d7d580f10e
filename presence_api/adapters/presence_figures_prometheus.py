"""How presence stands on this instance, for Prometheus; nothing is asked of anybody at a scrape."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from presence_api.live.closing import CloseCode
from presence_api.live.sessions import Sessions
from presence_api.live.staleness.staleness import Staleness


class Source(NamedTuple):
    """What figures are taken from."""

    sessions: Sessions
    staleness: Staleness


class Figure(NamedTuple):
    """One figure: its name without what all of them begin with, its meaning, where it is."""

    name: str
    meaning: str
    value: Callable[[Source], float]


PREFIX: Final = "rampart_presence_"
LOCK_WAIT: Final = ("lock_wait_seconds", "From LOCK to its answer.")
CLOSED: Final = ("closed_total", "Connections ended from this side.")
GAUGES: Final = (
    Figure("connections", "Open WebSocket connections.", lambda of: len(of.sessions)),
    Figure("rooms", "Rooms somebody is in.", lambda of: len(of.sessions.rooms)),
    Figure(
        "behind_connections",
        "Connections that do not read what they are sent.",
        lambda of: len(of.sessions.slow),
    ),
    Figure(
        "buffer_bytes",
        "Bytes that were sent to connections and wait in this process.",
        lambda of: sum(session.wire.waiting_bytes for session in of.sessions),
    ),
    Figure("locks", "Locks that connections here hold.", lambda of: len(of.sessions.locks)),
    Figure(
        "others_current",
        "1 while other instances can be heard.",
        lambda of: of.sessions.backplane.up,
    ),
    Figure(
        "instances",
        "Other instances that were heard of lately.",
        lambda of: of.sessions.backplane.neighbours,
    ),
    Figure(
        "changes_current",
        "1 while what is said of changes is up to date.",
        lambda of: of.staleness.known,
    ),
    Figure(
        "changes_lag_records",
        "Records of the log that are still to be read.",
        lambda of: of.staleness.behind,
    ),
    Figure(
        "changes_open",
        "Operations that were announced and have not ended.",
        lambda of: of.staleness.under_way,
    ),
)
COUNTERS: Final = (
    Figure("opened_total", "Connections that were let in.", lambda of: of.sessions.opened),
    Figure("resumed_total", "Of those, come back.", lambda of: of.sessions.resumed),
    Figure(
        "deliveries_total",
        "Messages of rooms to peers.",
        lambda of: of.sessions.rooms.writes,
    ),
    Figure(
        "flushes_total",
        "Messages made for all peers of a room.",
        lambda of: of.sessions.rooms.flushes,
    ),
    Figure(
        "flushed_members_total",
        "Members in those messages; by flush, this is how much a tick gathers.",
        lambda of: of.sessions.rooms.told,
    ),
    Figure(
        "changes_expired_total",
        "Operations whose time ran out without a word.",
        lambda of: of.staleness.orphans,
    ),
    Figure(
        "events_undecodable_total",
        "Records of the log that nobody understood.",
        lambda of: of.staleness.unreadable,
    ),
)


class PresenceCollector(Collector):
    """Connections, rooms and what they cost; figures of several instances add up."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def collect(self) -> Iterator[Metric]:
        source = self._source
        for one in GAUGES:
            yield GaugeMetricFamily(PREFIX + one.name, one.meaning, value=float(one.value(source)))
        for one in COUNTERS:
            yield CounterMetricFamily(
                PREFIX + one.name, one.meaning, value=float(one.value(source))
            )
        name, meaning = CLOSED
        closed = CounterMetricFamily(PREFIX + name, meaning, labels=["code"])
        for code in CloseCode:
            closed.add_metric([str(code.value)], float(source.sessions.closed[code]))
        yield closed
        waits, (name, meaning) = source.sessions.locks.waits, LOCK_WAIT
        yield HistogramMetricFamily(
            PREFIX + name, meaning, buckets=list(waits.buckets()), sum_value=waits.total_s
        )


def presence_exposition(sessions: Sessions, staleness: Staleness) -> bytes:
    """Everything Prometheus reads of presence in this process."""
    registry = CollectorRegistry()
    registry.register(PresenceCollector(Source(sessions, staleness)))
    return generate_latest(registry)
